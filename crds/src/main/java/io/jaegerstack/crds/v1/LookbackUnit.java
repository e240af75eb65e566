package io.jaegerstack.crds.v1;

/// Units of time, by Jaeger's names, which are the values in the custom resource.
public enum LookbackUnit {
  minutes,
  hours,
  days,
  weeks,
  months,
  years
}
