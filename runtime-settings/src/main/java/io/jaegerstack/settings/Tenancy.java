package io.jaegerstack.settings;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which tenants a process serves, and how they are told apart.
///
/// @param header in lower case
/// @param tenants none where the process does not tell them apart
/// @param byDefault tenant of entrances that have no header; empty where these are refused
public record Tenancy(String header, Set<String> tenants, String byDefault) {
  /// Everything belongs to everyone.
  public static final Tenancy OFF = new Tenancy("x-tenant", Set.of(), "");

  /// A tenant's name is part of names of indices, in which `-` ends it.
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_]{0,62}");

  private static final Pattern HEADER = Pattern.compile("[a-z0-9_.-]+");

  public Tenancy {
    tenants = Set.copyOf(tenants);
  }

  /// @throws SettingException where the settings of tenancy contradict each other
  public static Tenancy of(SettingValues settings) {
    if (!settings.value(TenancySettings.ENABLED)) {
      return OFF;
    }
    String header = settings.value(TenancySettings.HEADER).toLowerCase(Locale.ROOT);
    if (!HEADER.matcher(header).matches() || header.endsWith("-bin")) {
      throw wrong(TenancySettings.HEADER, header, "the name of a header with text");
    }
    var tenants = new TreeSet<>(settings.value(TenancySettings.TENANTS));
    if (tenants.isEmpty()) {
      throw wrong(TenancySettings.TENANTS, "", "the tenants, because tenancy is enabled");
    }
    for (String tenant : tenants) {
      if (!NAME.matcher(tenant).matches()) {
        throw wrong(
            TenancySettings.TENANTS, tenant, "up to 63 lower-case letters, digits and _ for each");
      }
    }
    String byDefault = settings.value(TenancySettings.DEFAULT_TENANT);
    if (!byDefault.isEmpty() && !tenants.contains(byDefault)) {
      throw wrong(TenancySettings.DEFAULT_TENANT, byDefault, "one of " + tenants);
    }
    return new Tenancy(header, tenants, byDefault);
  }

  private static SettingException wrong(Setting<?> setting, String value, String expected) {
    return new SettingException(
        "%s is \"%s\", expected %s".formatted(setting.flag(), value, expected));
  }

  /// Whether every request must name its tenant.
  public boolean isOn() {
    return !tenants.isEmpty();
  }

  /// Whether `tenant` is one of those that are served.
  public boolean knows(String tenant) {
    return tenants.contains(tenant);
  }
}
