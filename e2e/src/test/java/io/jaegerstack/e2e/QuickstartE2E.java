package io.jaegerstack.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// `./quickstart` as a user runs it: on a cluster of its own, and on one that is given.
@ExtendWith(OnCluster.class)
class QuickstartE2E {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Pattern TRACE =
      Pattern.compile("(http://127\\.0\\.0\\.1:\\d+)/trace/([0-9a-f]+)");

  @BeforeAll
  @AfterAll
  static void nothingIsUp() {
    quickstart("down");
  }

  @Test
  void endsWithATraceInTheUiTwiceAndLeavesNothing() throws Exception {
    String first = quickstart();
    assertThat(page(first)).isEqualTo(200);
    String second = quickstart();
    assertThat(page(second)).isEqualTo(200);
    assertThat(address(second)).isEqualTo(address(first));

    assertThat(quickstart("down")).contains("none left");
    assertGone(address(first));
  }

  @Test
  void usesAGivenClusterAndTakesOnlyItsOwnThingsAwayAgain(Cluster cluster) throws Exception {
    String[] given = {
      "--context", cluster.context(), "--kubeconfig", cluster.kubeconfig().toString()
    };
    String output =
        quickstart(
            with(
                given,
                "--load",
                "env CLUSTER=e2e " + Program.ROOT.resolve("e2e/cluster/load-image.sh")));
    assertThat(page(output)).isEqualTo(200);

    quickstart(with(given, "down"));
    assertGone(address(output));
    assertThat(cluster.client().nodes().list().getItems()).isNotEmpty();
    assertThat(cluster.client().namespaces().withName("jaegerstack-quickstart").get()).isNull();
    assertThat(cluster.kubectl("get", "crd", "jaegerstacks.jaegerstack.io"))
        .contains("jaegerstacks");
  }

  private static String[] with(String[] given, String... more) {
    var all = new ArrayList<>(List.of(given));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static String quickstart(String... arguments) {
    var command = new ArrayList<>(List.of("./quickstart"));
    command.addAll(List.of(arguments));
    return Program.run(Map.of(), LIMIT, command);
  }

  private static String address(String output) {
    var found = TRACE.matcher(output);
    assertThat(found.find()).as(output).isTrue();
    return found.group(1);
  }

  private static int page(String output) throws Exception {
    var found = TRACE.matcher(output);
    assertThat(found.find()).as(output).isTrue();
    return get(found.group()).statusCode();
  }

  private static HttpResponse<String> get(String address) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create(address)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static void assertGone(String address) {
    assertThatThrownBy(() -> get(address)).isInstanceOf(ConnectException.class);
  }
}
