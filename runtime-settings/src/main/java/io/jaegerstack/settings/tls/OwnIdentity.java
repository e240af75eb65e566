package io.jaegerstack.settings.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// One certificate with its key, shown to everyone who asks. The JDK's own chooses by what the peer
/// says it trusts, and then shows nothing: the peer's log says that no certificate came, where it
/// should say that a wrong one did.
final class OwnIdentity extends X509ExtendedKeyManager {
  private static final String NAME = "own";

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  OwnIdentity(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  private @Nullable String nameFor(@Nullable String... kinds) {
    return Arrays.asList(kinds).contains(key.getAlgorithm()) ? NAME : null;
  }

  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] kinds, Principal @Nullable [] issuers, SSLEngine engine) {
    return nameFor(kinds);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String kind, Principal @Nullable [] issuers, SSLEngine engine) {
    return nameFor(kind);
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] kinds, Principal @Nullable [] issuers, Socket socket) {
    return nameFor(kinds);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String kind, Principal @Nullable [] issuers, Socket socket) {
    return nameFor(kind);
  }

  @Override
  public String[] getClientAliases(String kind, Principal @Nullable [] issuers) {
    return nameFor(kind) == null ? new String[0] : new String[] {NAME};
  }

  @Override
  public String[] getServerAliases(String kind, Principal @Nullable [] issuers) {
    return getClientAliases(kind, issuers);
  }

  @Override
  public X509Certificate[] getCertificateChain(String name) {
    return chain.toArray(X509Certificate[]::new);
  }

  @Override
  public PrivateKey getPrivateKey(String name) {
    return key;
  }
}
