package io.jaegerstack.agent.reporter;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.spi.InetAddressResolver;
import java.net.spi.InetAddressResolverProvider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Names that mean what a test says, as a headless Service's name means its pods of the moment. The
/// JVM finds it as its resolver; other names it looks up as always.
public final class TestNames extends InetAddressResolverProvider {
  private static final String OURS = ".test";
  private static final Map<String, List<String>> NAMES = new ConcurrentHashMap<>();

  private static final AtomicInteger UNKNOWN = new AtomicInteger();

  /// Called by the JVM before its first look-up, and so before it asks how long to remember.
  public TestNames() {
    Security.setProperty("networkaddress.cache.ttl", "0");
    Security.setProperty("networkaddress.cache.negative.ttl", "0");
  }

  /// @param name ends with `.test`; unknown while it has no addresses
  static void set(String name, String... addresses) {
    NAMES.put(name, List.of(addresses));
  }

  /// Look-ups of such names that found nothing.
  static int unknown() {
    return UNKNOWN.get();
  }

  @Override
  public String name() {
    return "names of tests";
  }

  @Override
  public InetAddressResolver get(Configuration configuration) {
    InetAddressResolver builtin = configuration.builtinResolver();
    return new InetAddressResolver() {
      @Override
      public Stream<InetAddress> lookupByName(String host, LookupPolicy policy)
          throws UnknownHostException {
        return host.endsWith(OURS) ? ours(host) : builtin.lookupByName(host, policy);
      }

      @Override
      public String lookupByAddress(byte[] address) throws UnknownHostException {
        return builtin.lookupByAddress(address);
      }
    };
  }

  private static Stream<InetAddress> ours(String host) throws UnknownHostException {
    List<String> addresses = NAMES.getOrDefault(host, List.of());
    if (addresses.isEmpty()) {
      UNKNOWN.incrementAndGet();
      throw new UnknownHostException(host);
    }
    return addresses.stream().map(TestNames::literal);
  }

  private static InetAddress literal(String address) {
    return InetAddress.ofLiteral(address);
  }
}
