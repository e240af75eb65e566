package io.jaegerstack.allinone;

import io.jaegerstack.server.ProcessMain;
import io.jaegerstack.settings.Component;

/// The all-in-one as a process.
public final class AllInOneMain {
  public static void main(String[] arguments) {
    System.exit(
        ProcessMain.run(
            Component.ALL_IN_ONE, arguments, settings -> AllInOne.of(settings).lifecycle()));
  }

  private AllInOneMain() {}
}
