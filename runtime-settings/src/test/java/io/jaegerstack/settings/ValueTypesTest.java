package io.jaegerstack.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueTypesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1s, 1000000000, 1s",
    "100ms, 100000000, 100ms",
    "1.5s, 1500000000, 1.5s",
    "1h30m, 5400000000000, 1h30m",
    "90m, 5400000000000, 1h30m",
    "250us, 250000, 250us",
    "250µs, 250000, 250us",
    "1500ns, 1500, 1.5us",
    "7ns, 7, 7ns",
    "1m0.5s, 60500000000, 1m0.5s",
    "-1s, -1000000000, -1s"
  })
  void readsAndPrintsDurationsAsGoDoes(String text, long nanos, String printed) {
    assertThat(GoDuration.parse(text)).contains(Duration.ofNanos(nanos));
    assertThat(GoDuration.print(Duration.ofNanos(nanos))).isEqualTo(printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collector:14250",
        "a:1,b:2",
        "[::1]:14250",
        "dns:///tracing-collector-headless.observability.svc:14250"
      })
  void takesTargetsToConnectTo(String text) {
    assertThat(new SettingType.Targets(false).parse(text, Map.of())).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "collector",
        ":14250",
        "collector:",
        "collector:0",
        "collector:70000",
        "a:1,",
        "a:1,,b:2",
        "http://collector:14250",
        "dns:///collector",
        "dns://8.8.8.8/collector:14250",
        "xds:///collector:14250"
      })
  void refusesTargetsThatNobodyCouldConnectTo(String text) {
    assertThatThrownBy(() -> new SettingType.Targets(false).parse(text, Map.of()))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "is \"%s\", expected host:port, several separated by commas, or dns:///name:port"
                .formatted(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "5", "s", "1 s", "1d", "1s ", "1.s", ".5s", "1e3s", "999999999999h", "1h-5m"})
  void refusesWhatIsNoDuration(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "4194304, 4194304, 4MiB",
    "64MiB, 67108864, 64MiB",
    "64Mi, 67108864, 64MiB",
    "1kb, 1000, 1000",
    "512 KiB, 524288, 512KiB",
    "2GiB, 2147483648, 2GiB",
    "5MB, 5000000, 5000000"
  })
  void readsAndPrintsSizes(String text, long bytes, String printed) {
    assertThat(ByteSize.parse(text)).contains(new ByteSize(bytes));
    assertThat(new ByteSize(bytes)).hasToString(printed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "1.5MiB", "MiB", "1TiB", "999999999999999GiB", "1 0"})
  void refusesWhatIsNoSize(String text) {
    assertThat(ByteSize.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "':14250', '', 14250",
    "'127.0.0.1:0', 127.0.0.1, 0",
    "'collector.tracing.svc:14250', collector.tracing.svc, 14250",
    "'[::1]:80', ::1, 80"
  })
  void readsAndPrintsAddresses(String text, String host, int port) {
    assertThat(HostPort.parse(text)).contains(new HostPort(host, port));
    assertThat(new HostPort(host, port)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "host", "host:", ":x", ":65536", ":-1", "::1:80", "a b:80", ":123456"})
  void refusesWhatIsNoAddress(String text) {
    assertThat(HostPort.parse(text)).isEmpty();
  }

  @Test
  void listensOnEveryAddressWhenNoHostIsGiven() {
    assertThat(HostPort.anyAddress(0).toListen().getAddress().isAnyLocalAddress()).isTrue();
  }

  @Test
  void dropsBlanksInLists() {
    assertThat(new SettingType.Words().parse(" a, ,b,", Map.of())).isEqualTo(List.of("a", "b"));
  }

  @Test
  void namesTheWordsOfAChoice() {
    assertThatThrownBy(() -> StorageSettings.TYPE.type().parse("badger", Map.of()))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "is \"badger\", expected one of memory, local, elasticsearch, opensearch,"
                + " cassandra, blackhole");
  }

  @ParameterizedTest
  @ValueSource(strings = {"novalue", "=v", "a=b,=c"})
  void refusesTagsWithoutKey(String text) {
    assertThatThrownBy(() -> new SettingType.Tags().parse(text, Map.of()))
        .hasMessageContaining("expected key=value pairs");
  }

  @Test
  void keepsEqualsSignsInTagValues() {
    assertThat(new SettingType.Tags().parse("a=b=c", Map.of())).isEqualTo(Map.of("a", "b=c"));
  }
}
