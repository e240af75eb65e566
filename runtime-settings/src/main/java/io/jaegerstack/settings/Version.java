package io.jaegerstack.settings;

import java.util.Optional;

/// The version that this build is, from the jar's manifest.
public final class Version {
  /// What class directories answer, which have no manifest.
  private static final String UNPACKAGED = "unpackaged";

  public static String current() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse(UNPACKAGED);
  }

  private Version() {}
}
