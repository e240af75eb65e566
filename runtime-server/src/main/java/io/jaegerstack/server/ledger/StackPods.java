package io.jaegerstack.server.ledger;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;

/// The pods of a JaegerStack, as the API server of the cluster lists them in which this process
/// runs. The pod's service account has to be allowed to `list` `pods` in the stack's namespace.
///
/// @param api the API server
/// @param account directory with the service account's token and the authority to believe
record StackPods(URI api, Path account) {
  /// Of the pod that this process runs in.
  static final StackPods OWN =
      new StackPods(
          URI.create("https://kubernetes.default.svc"),
          Path.of("/var/run/secrets/kubernetes.io/serviceaccount"));

  /// Of processes that have a ledger.
  private static final String SELECTOR =
      "app.kubernetes.io/name=jaegerstack,app.kubernetes.io/instance=%s,app.kubernetes.io/component in (agent,collector,all-in-one)";

  private static final Pattern STACK =
      Pattern.compile("([a-z0-9]([-a-z0-9]*[a-z0-9])?)/([a-z0-9]([-.a-z0-9]*[a-z0-9])?)");
  private static final String ADMIN = "--admin.http.host-port=";
  private static final int TIMEOUT_MILLIS = 10_000;

  /// The admin ports of the stack's pods that run.
  ///
  /// @param stack `namespace/name`
  List<URI> addresses(String stack) throws IOException, GeneralSecurityException {
    Matcher named = STACK.matcher(stack);
    if (!named.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a stack, expected namespace/name".formatted(stack));
    }
    String pods = list(named.group(1), SELECTOR.formatted(named.group(3)));
    List<URI> found =
        JsonTree.list(JsonTree.at(JsonTree.read(pods), "items")).stream()
            .flatMap(pod -> admin(pod).stream())
            .sorted()
            .toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException(
          "no pod of stack %s runs, expected agents, collectors or an all-in-one".formatted(stack));
    }
    return found;
  }

  private static Optional<URI> admin(Object pod) {
    String ip = JsonTree.at(pod, "status", "podIP").toString();
    boolean isUp =
        JsonTree.at(pod, "status", "phase").equals("Running")
            && JsonTree.at(pod, "metadata", "deletionTimestamp").equals("");
    if (!isUp || ip.isEmpty()) {
      return Optional.empty();
    }
    String host = ip.contains(":") ? "[" + ip + "]" : ip;
    return JsonTree.list(JsonTree.at(pod, "spec", "containers")).stream()
        .flatMap(container -> JsonTree.list(JsonTree.at(container, "args")).stream())
        .map(Object::toString)
        .filter(argument -> argument.startsWith(ADMIN))
        .map(argument -> argument.substring(argument.lastIndexOf(':') + 1))
        .map(port -> ProcessLedger.address("http://" + host + ":" + port))
        .findFirst();
  }

  private String list(String namespace, String selector)
      throws IOException, GeneralSecurityException {
    String query = URLEncoder.encode(selector, StandardCharsets.UTF_8);
    URI page =
        api.resolve("/api/v1/namespaces/%s/pods?labelSelector=%s".formatted(namespace, query));
    var call = (HttpURLConnection) page.toURL().openConnection();
    if (call instanceof HttpsURLConnection secured) {
      secured.setSSLSocketFactory(ProcessLedger.trusting(account.resolve("ca.crt").toString()));
    }
    call.setConnectTimeout(TIMEOUT_MILLIS);
    call.setReadTimeout(TIMEOUT_MILLIS);
    call.setRequestProperty("Accept", "application/json");
    call.setRequestProperty(
        "Authorization", "Bearer " + Files.readString(account.resolve("token")).strip());
    try {
      int status = call.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException(
            "%s answers %d, expected 200: may this pod's service account list pods in namespace %s?"
                .formatted(api, status, namespace));
      }
      try (InputStream body = call.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } finally {
      call.disconnect();
    }
  }
}
