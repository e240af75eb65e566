package io.jaegerstack.server.tls;

import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TlsServerSettings;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/// Versions and cipher suites.
///
/// @param versions in Java's words, the newest first
/// @param suites in order of preference
record TlsRules(List<String> versions, List<String> suites) {
  private static final List<String> VERSIONS = List.of("1.3", "1.2");

  /// What HTTP/2 allows, which is what is good.
  private static final TlsRules USUAL =
      new TlsRules(javaNames(VERSIONS), List.copyOf(Http2SecurityUtil.CIPHERS));

  /// @throws SettingException for an empty range of versions, or a cipher suite that there is not
  static TlsRules of(SettingValues settings, TlsServerSettings tls) {
    String newest = settings.value(tls.maxVersion());
    String oldest = settings.value(tls.minVersion());
    if (VERSIONS.indexOf(newest) > VERSIONS.indexOf(oldest)) {
      throw new SettingException(
          "%s is %s, expected at least %s, which is %s"
              .formatted(tls.maxVersion().flag(), newest, tls.minVersion().flag(), oldest));
    }
    List<String> versions =
        VERSIONS.subList(VERSIONS.indexOf(newest), VERSIONS.indexOf(oldest) + 1);
    List<String> wanted = settings.value(tls.cipherSuites());
    return new TlsRules(javaNames(versions), wanted.isEmpty() ? USUAL.suites : suites(tls, wanted));
  }

  private static List<String> javaNames(List<String> versions) {
    return versions.stream().map(version -> "TLSv" + version).toList();
  }

  /// As Go does: the list is for TLS 1.2, and those of 1.3 come with it.
  private static List<String> suites(TlsServerSettings tls, List<String> wanted) {
    List<String> known = known();
    for (String name : wanted) {
      if (!known.contains(name)) {
        throw new SettingException(
            "%s has \"%s\", expected names such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
                .formatted(tls.cipherSuites().flag(), name));
      }
    }
    var all = new ArrayList<String>();
    USUAL.suites.stream().filter(name -> !name.contains("_WITH_")).forEach(all::add);
    wanted.stream().filter(name -> !all.contains(name)).forEach(all::add);
    return List.copyOf(all);
  }

  private static List<String> known() {
    try {
      return List.of(SSLContext.getDefault().getSupportedSSLParameters().getCipherSuites());
    } catch (NoSuchAlgorithmException noTls) {
      throw new IllegalStateException(noTls);
    }
  }

  JdkSslContext server(SSLContext context, Protocol protocol, ClientAuth callers) {
    return of(context, false, protocol, callers);
  }

  /// For a gRPC channel.
  static JdkSslContext client(SSLContext context) {
    return USUAL.of(context, true, Protocol.HTTP_2, ClientAuth.NONE);
  }

  /// For a connection whose protocol has no name for ALPN.
  static JdkSslContext plainClient(SSLContext context) {
    return new JdkSslContext(
        context,
        true,
        USUAL.suites,
        SupportedCipherSuiteFilter.INSTANCE,
        ApplicationProtocolConfig.DISABLED,
        ClientAuth.NONE,
        USUAL.versions.toArray(String[]::new),
        false);
  }

  private JdkSslContext of(
      SSLContext context, boolean isClient, Protocol protocol, ClientAuth callers) {
    return new JdkSslContext(
        context,
        isClient,
        suites,
        SupportedCipherSuiteFilter.INSTANCE,
        new ApplicationProtocolConfig(
            ApplicationProtocolConfig.Protocol.ALPN,
            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
            protocol.alpn()),
        callers,
        versions.toArray(String[]::new),
        false);
  }
}
