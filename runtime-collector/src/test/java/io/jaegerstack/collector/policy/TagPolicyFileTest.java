package io.jaegerstack.collector.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.model.Key;
import io.jaegerstack.model.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagPolicyFileTest {
  private static final String SECRET = "0123456789abcdef";

  @Test
  void readsEachAction() {
    List<TagRule> rules =
        parse(
            """
            {"rules": [
              {"name": "zone", "action": "add", "key": "zone", "value": "eu", "in": ["process"]},
              {"name": "cards", "action": "drop", "keys": ["card.*", "cvc"]},
              {"name": "mail", "action": "redact", "keys": ["user.email"], "with": "-",
               "in": ["span", "log"], "services": ["shop", "till-*"]}
            ]}
            """);
    assertThat(rules)
        .containsExactly(
            new TagRule(
                "zone",
                new TagAction.Add(Key.of("zone"), new Tag.Text("eu")),
                Set.of(Place.PROCESS),
                List.of(),
                List.of()),
            new TagRule(
                "cards",
                new TagAction.Drop(),
                Set.of(Place.values()),
                List.of(
                    new NamePattern(Key.of("card."), true), new NamePattern(Key.of("cvc"), false)),
                List.of()),
            new TagRule(
                "mail",
                new TagAction.Redact(Key.of("-")),
                Set.of(Place.SPAN, Place.LOG),
                List.of(new NamePattern(Key.of("user.email"), false)),
                List.of(
                    new NamePattern(Key.of("shop"), false),
                    new NamePattern(Key.of("till-"), true))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                                                       | rules is absent, expected a list of rules
          {"rules": [], "more": 1}                                 | more is 1, expected nothing but [rules]
          {"rules": [{"action": "drop", "keys": ["a"]}]}           | rules[0].name is absent, expected a name
          {"rules": [{"name": "x", "action": "mask"}]}             | rules[0].action is "mask", expected "add", "drop", "redact" or "hash"
          {"rules": [{"name": "x", "action": "drop"}]}             | rules[0].keys is absent, expected a list of names; a * may stand at the end of one
          {"rules": [{"name": "x", "action": "drop", "keys": ["a*b"]}]} | rules[0].keys is ["a*b"], expected a list of names; a * may stand at the end of one
          {"rules": [{"name": "x", "action": "drop", "keys": ["a"], "in": ["spans"]}]} | rules[0].in is ["spans"], expected a list of [span, process, log]
          {"rules": [{"name": "x", "action": "drop", "keys": ["a"], "service": "b"}]} | rules[0].service is "b", expected nothing but [action, in, keys, name, services]
          {"rules": [{"name": "x", "action": "add", "key": "a", "value": []}]} | rules[0].value is [], expected a text, true, false or a number of 64 bits
          {"rules": [{"name": "x", "action": "add", "key": "a", "value": 1, "in": ["log"]}]} | rules[0].in is ["log"], expected "span" or "process": nothing is added to logs
          """)
  void saysWhereAFaultIsAndWhatIsExpected(String text, String fault) {
    assertThatThrownBy(() -> parse(text)).hasMessageContaining(fault);
  }

  @Test
  void saysAllFaultsAtOnce() {
    assertThatThrownBy(
            () ->
                parse(
                    """
                    {"rules": [{"name": "x", "action": "drop", "keys": []},
                               {"name": "x", "action": "redact", "keys": ["a"], "with": 5}]}
                    """))
        .hasMessage(
            "rules[0].keys is [], expected a list of names; a * may stand at the end of one; "
                + "rules[1].name is \"x\", expected each name once; "
                + "rules[1].with is 5, expected a text");
  }

  @Test
  void wantsAKeyForHashesAndNeverSaysIt() {
    String rules =
        "{\"rules\": [{\"name\": \"x\", \"action\": \"hash\", \"keys\": [\"user.id\"]}]}";
    assertThatThrownBy(() -> TagPolicyFile.parse(rules, () -> ""))
        .hasMessage(
            "rules[0].action is \"hash\", expected a key for hashes in"
                + " COLLECTOR_TAG_POLICIES_HASH_KEY or in the file of"
                + " --collector.tag-policies-hash-key-file");
    assertThatThrownBy(() -> TagPolicyFile.parse(rules, () -> "hunter2"))
        .hasMessage("the key for hashes has 7 bytes, expected at least 16");
  }

  @Test
  void readsTheExampleOfTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "tag-policies.md"));
    var block = Pattern.compile("```json\\n(.+?)```", Pattern.DOTALL).matcher(page);
    assertThat(block.find()).isTrue();
    assertThat(parse(block.group(1))).extracting(rule -> rule.action().word()).contains("hash");
  }

  private static List<TagRule> parse(String text) {
    return TagPolicyFile.parse(text, () -> SECRET);
  }
}
