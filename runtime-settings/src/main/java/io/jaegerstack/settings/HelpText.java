package io.jaegerstack.settings;

/// `--help`, printed from the catalogue.
final class HelpText {
  static String of(Catalogue catalogue) {
    var text = new StringBuilder();
    text.append(
        "JaegerStack %s: %s.%n".formatted(catalogue.component(), catalogue.component().purpose()));
    text.append(
        "Each flag can be set in the environment too, under the name beside it; the flag wins.%n"
            .formatted());
    catalogue.groups().forEach(group -> text.append(of(group)));
    text.append("%n  --help%n  --version%n".formatted());
    return text.toString();
  }

  static String of(SettingGroup group) {
    var text = new StringBuilder("%n%s%n".formatted(group.title()));
    group.settings().forEach(setting -> text.append(lines(setting)));
    return text.toString();
  }

  private static String lines(Setting<?> setting) {
    String flag =
        setting.secret() ? "(environment only)" : setting.flag() + "=" + setting.type().kind();
    return "  %s  %s%n      %s%s%n"
        .formatted(flag, setting.environmentName(), setting.says(), limits(setting));
  }

  private static String limits(Setting<?> setting) {
    var text = new StringBuilder(" [").append(setting.type().expected());
    if (!setting.unit().isEmpty()) {
      text.append(", in ").append(setting.unit());
    }
    if (!setting.printedDefault().isEmpty()) {
      text.append("; default ").append(setting.printedDefault());
    }
    return text.append(']').toString();
  }

  private HelpText() {}
}
