package io.jaegerstack.settings;

/// How indices of Elasticsearch and OpenSearch are named, rolled over and described, under Jaeger's
/// names.
public final class EsIndexSettings {
  public static final Setting<String> ROLLOVER_SPANS =
      Setting.choice("es.index-rollover-frequency-spans", "day", "hour")
          .says("how often spans get a new index; hour adds the hour to its name");

  public static final Setting<String> ROLLOVER_SERVICES =
      Setting.choice("es.index-rollover-frequency-services", "day", "hour")
          .says("how often services and operations get a new index");

  public static final Setting<String> ROLLOVER_SAMPLING =
      Setting.choice("es.index-rollover-frequency-adaptive-sampling", "day", "hour")
          .says("how often what adaptive sampling keeps gets a new index");

  public static final Setting<Boolean> USE_ALIASES =
      Setting.flag("es.use-aliases")
          .says("write and read through aliases (…-write, …-read) instead of indices of a day");

  public static final Setting<Boolean> USE_ILM =
      Setting.flag("es.use-ilm")
          .says(
              "name the lifecycle policy (ILM) or the rollover alias (ISM) in templates; with"
                  + " --es.use-aliases");

  public static final Setting<String> ILM_POLICY_NAME =
      Setting.text("es.ilm-policy-name")
          .byDefault("jaeger-ilm-policy")
          .says("the lifecycle policy that templates name; it must be there");

  /// The typing error is Jaeger's, and in its users' manifests.
  public static final Setting<Integer> PRIORITY_SPAN =
      priority("span", "es.prioirity-span-template");

  public static final Setting<Integer> PRIORITY_SERVICE =
      priority("service", "es.prioirity-service-template");

  public static final Setting<Integer> PRIORITY_DEPENDENCIES =
      priority("dependencies", "es.prioirity-dependencies-template");

  private static Setting<Integer> priority(String kind, String name) {
    return Setting.integer(name, 0, Integer.MAX_VALUE)
        .says("priority of the template of jaeger-" + kind + " among others that fit");
  }

  static SettingGroup group() {
    return SettingGroup.of(
        "Storage: names and templates of Elasticsearch's indices",
        ROLLOVER_SPANS,
        ROLLOVER_SERVICES,
        ROLLOVER_SAMPLING,
        USE_ALIASES,
        USE_ILM,
        ILM_POLICY_NAME,
        PRIORITY_SPAN,
        PRIORITY_SERVICE,
        PRIORITY_DEPENDENCIES);
  }

  private EsIndexSettings() {}
}
