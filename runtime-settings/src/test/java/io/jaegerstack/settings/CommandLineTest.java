package io.jaegerstack.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private static final Catalogue COLLECTOR = Catalogue.of(Component.COLLECTOR);

  @Test
  void takesDefaultsWhenNothingIsSet() {
    assertThat(run(List.of(), Map.of()).value(CollectorSettings.QUEUE_SIZE)).isEqualTo(2_000);
  }

  @Test
  void prefersEnvironmentToDefault() {
    var values = run(List.of(), Map.of("COLLECTOR_QUEUE_SIZE", "7"));
    assertThat(values.value(CollectorSettings.QUEUE_SIZE)).isEqualTo(7);
  }

  @Test
  void prefersFlagToEnvironment() {
    var values = run(List.of("--collector.queue-size=9"), Map.of("COLLECTOR_QUEUE_SIZE", "7"));
    assertThat(values.value(CollectorSettings.QUEUE_SIZE)).isEqualTo(9);
  }

  @Test
  void takesTheNextArgumentAsValue() {
    assertThat(
            run(List.of("--collector.queue-size", "9"), Map.of())
                .value(CollectorSettings.QUEUE_SIZE))
        .isEqualTo(9);
  }

  @Test
  void takesASwitchWithoutValue() {
    var values = run(List.of("--es.tls.enabled", "--collector.queue-size=9"), Map.of());
    assertThat(values.value(StorageSettings.ES_TLS.enabled())).isTrue();
    assertThat(values.value(CollectorSettings.QUEUE_SIZE)).isEqualTo(9);
  }

  @Test
  void turnsASwitchOffByValue() {
    assertThat(
            run(List.of("--collector.otlp.enabled=false"), Map.of())
                .value(CollectorSettings.OTLP_ENABLED))
        .isFalse();
  }

  @Test
  void takesAnEmptyEnvironmentValueAsNotSet() {
    var values = run(List.of(), Map.of("COLLECTOR_QUEUE_SIZE", ""));
    assertThat(values.value(CollectorSettings.QUEUE_SIZE)).isEqualTo(2_000);
    assertThat(values.isSet(CollectorSettings.QUEUE_SIZE)).isFalse();
  }

  @Test
  void refusesAFlagThatIsGivenTwice() {
    assertThat(
            problems(List.of("--collector.queue-size=9", "--collector.queue-size", "10"), Map.of()))
        .containsExactly("--collector.queue-size is given more than once, expected once");
  }

  @Test
  void refusesAVariableThatIsNotClosed() {
    assertThat(problems(List.of("--collector.tags=a=b,node=${NODE_NAME"), Map.of()))
        .containsExactly(
            "--collector.tags (COLLECTOR_TAGS) has \"node=${NODE_NAME\", where ${ is not closed, expected ${ENVIRONMENT_NAME:default} without commas in it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "http://elastic:hunter2@es:9200 http://***@es:9200",
        "http://es:9200 http://es:9200",
        "https://a:1,https://u:hunter2@b:2/p https://a:1,https://***@b:2/p",
        "http://u:hunter2@x@es:9200 http://***@es:9200",
        "http://u:hun/ter2@es:9200 http://***@es:9200",
        "http://u:hun,ter2@es:9200 http://***@es:9200",
      })
  void masksUserAndPasswordInsideAnAddress(String given, String printed) {
    assertThat(run(List.of("--es.server-urls=" + given), Map.of()).printable())
        .containsExactly(Map.entry("es.server-urls", printed));
  }

  @Test
  void masksThemInARefusalToo() {
    var line =
        CommandLine.of(
            Catalogue.of(Component.AGENT),
            List.of("--reporter.grpc.host-port=http://u:hunter2@collector"),
            Map.of());
    assertThat(line.toString()).contains("http://***@collector").doesNotContain("hunter2");
  }

  @Test
  void findsTheFlagOfAValue() {
    var values = run(List.of("--collector.http-server.host-port=:14250"), Map.of());
    assertThat(values.flagsWith(HostPort.anyAddress(14250)))
        .containsExactly("--collector.grpc-server.host-port", "--collector.http-server.host-port");
  }

  @Test
  void readsStorageTypeUnderJaegersName() {
    assertThat(
            run(List.of(), Map.of("SPAN_STORAGE_TYPE", "elasticsearch"))
                .value(StorageSettings.TYPE))
        .isEqualTo("elasticsearch");
  }

  @Test
  void reportsAllProblemsTogether() {
    assertThat(
            problems(
                List.of("--collector.queue-size=-1", "--collector.queue-sise=5", "stray"),
                Map.of("ES_NUM_SHARDS", "many")))
        .containsExactly(
            "ES_NUM_SHARDS is \"many\", expected a whole number from 1 to 1024",
            "--collector.queue-size (COLLECTOR_QUEUE_SIZE) is \"-1\", expected a whole number from 1 to 10000000",
            "--collector.queue-sise is not a setting of collector; did you mean --collector.queue-size?",
            "\"stray\" is not a flag, expected --name=value");
  }

  @Test
  void saysWhatToDoInsteadOfANameThatJaegerRenamed() {
    assertThat(problems(List.of("--collector.grpc-port=1"), Map.of()))
        .containsExactly(
            "--collector.grpc-port is not a setting of collector: Jaeger renamed it: use --collector.grpc-server.host-port");
  }

  @Test
  void warnsOfARefusedNameInTheEnvironment() {
    assertThat(run(List.of(), Map.of("COLLECTOR_ZIPKIN_HTTP_PORT", "9411")).warnings())
        .containsExactly(
            "COLLECTOR_ZIPKIN_HTTP_PORT is set and has no effect: Jaeger renamed it: use --collector.zipkin.host-port");
  }

  @Test
  void doesNotWarnOfANameThatIsHonoured() {
    assertThat(run(List.of(), Map.of("COLLECTOR_QUEUE_SIZE", "5", "PATH", "/bin")).warnings())
        .isEmpty();
  }

  @Test
  void takesAPortAloneWhereJaegerDid() {
    var port = CollectorSettings.TCHANNEL_HOST_PORT;
    assertThat(run(List.of("--collector.port=14268"), Map.of()).value(port))
        .isEqualTo(HostPort.anyAddress(14268));
    assertThat(run(List.of("--collector.port=127.0.0.1:0"), Map.of()).value(port))
        .isEqualTo(HostPort.loopback(0));
    assertThat(problems(List.of("--collector.port=x"), Map.of()))
        .containsExactly(
            "--collector.port (COLLECTOR_PORT) is \"x\", expected a port or host:port, such as 14267 or 127.0.0.1:14267");
  }

  @Test
  void doesNotTakeWhatKubernetesSaysOfAServiceForASetting() {
    var environment = Map.of("COLLECTOR_PORT", "tcp://10.96.0.1:14250");
    SettingValues settings = run(List.of(), environment);
    assertThat(settings.value(CollectorSettings.TCHANNEL_HOST_PORT))
        .isEqualTo(HostPort.anyAddress(14267));
    assertThat(settings.warnings())
        .containsExactly(
            "COLLECTOR_PORT is \"tcp://10.96.0.1:14250\" and has no effect: Kubernetes sets it for a Service named collector");
  }

  @Test
  void refusesASecretOnTheCommandLine() {
    assertThat(problems(List.of("--es.password=hunter2"), Map.of()))
        .singleElement()
        .asString()
        .contains("set ES_PASSWORD in the environment or use --es.password-file")
        .doesNotContain("hunter2");
  }

  @Test
  void takesASecretFromTheEnvironmentAndMasksIt() {
    var values = run(List.of(), Map.of("ES_PASSWORD", "hunter2"));
    assertThat(values.value(StorageSettings.ES_PASSWORD)).isEqualTo("hunter2");
    assertThat(values.printable()).containsExactly(Map.entry("es.password", "***"));
  }

  @Test
  void asksForTwoDashes() {
    assertThat(problems(List.of("-collector.queue-size=5"), Map.of()))
        .containsExactly("-collector.queue-size=5 has one dash, expected --collector.queue-size=5");
  }

  @Test
  void reportsAFlagWithoutItsValue() {
    assertThat(problems(List.of("--collector.queue-size", "--collector.num-workers=2"), Map.of()))
        .containsExactly(
            "--collector.queue-size has no value, expected --collector.queue-size=VALUE");
  }

  @Test
  void resolvesTagsFromTheEnvironment() {
    var values =
        run(
            List.of(
                "--collector.tags=cluster=prod,node=${NODE_NAME:unknown},zone=${ZONE:eu},gone=${GONE}"),
            Map.of("NODE_NAME", "n1"));
    assertThat(values.value(CollectorSettings.TAGS))
        .containsExactly(
            Map.entry("cluster", "prod"), Map.entry("node", "n1"), Map.entry("zone", "eu"));
  }

  @Test
  void printsEverySettingInHelp() {
    var help = CommandLine.of(COLLECTOR, List.of("--help"), Map.of());
    assertThat(help).isInstanceOf(CommandLine.Print.class);
    assertThat(((CommandLine.Print) help).text())
        .contains(COLLECTOR.settings().stream().map(Setting::environmentName).toList())
        .contains("--collector.queue-size=int  COLLECTOR_QUEUE_SIZE")
        .contains("[a whole number from 1 to 10000000, in spans; default 2000]")
        .contains("(environment only)  ES_PASSWORD");
  }

  @Test
  void printsTheVersion() {
    assertThat(CommandLine.of(COLLECTOR, List.of("--version"), Map.of()))
        .isEqualTo(new CommandLine.Print("jaegerstack collector unpackaged\n"));
  }

  @Test
  void refusesToAnswerForASettingOfAnotherProcess() {
    assertThatThrownBy(() -> run(List.of(), Map.of()).value(AgentSettings.TAGS))
        .hasMessage("--agent.tags is no setting of collector");
  }

  @Test
  void changesOneValueForTests() {
    var values =
        SettingValues.defaults(COLLECTOR)
            .with(AdminSettings.SHUTDOWN_TIMEOUT, Duration.ofSeconds(1));
    assertThat(values.value(AdminSettings.SHUTDOWN_TIMEOUT)).isEqualTo(Duration.ofSeconds(1));
  }

  private static SettingValues run(List<String> arguments, Map<String, String> environment) {
    var line = CommandLine.of(COLLECTOR, arguments, environment);
    assertThat(line).isInstanceOf(CommandLine.Run.class);
    return ((CommandLine.Run) line).values();
  }

  private static List<String> problems(List<String> arguments, Map<String, String> environment) {
    var line = CommandLine.of(COLLECTOR, arguments, environment);
    assertThat(line).isInstanceOf(CommandLine.Refused.class);
    return ((CommandLine.Refused) line).problems();
  }
}
