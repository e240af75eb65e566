package io.jaegerstack.operator.resolve;

/// Images of an operator of version 1.2.3.
public final class TestImages {
  public static final Images IMAGES = new Images("jaegerstack", "1.2.3", "IfNotPresent");

  private TestImages() {}
}
