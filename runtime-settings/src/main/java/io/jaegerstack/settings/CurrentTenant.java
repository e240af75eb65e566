package io.jaegerstack.settings;

/// The tenant of the call that this thread works on: set where a request enters, read where it is
/// given to the pipeline or to the storage. Does not go along to other threads.
public final class CurrentTenant {
  private static final ScopedValue<String> NAME = ScopedValue.newInstance();

  /// Its name; empty where there is none.
  public static String name() {
    return NAME.orElse("");
  }

  /// What `work` returns when it works for `tenant`.
  public static <T, X extends Throwable> T call(
      String tenant, ScopedValue.CallableOp<? extends T, X> work) throws X {
    return ScopedValue.where(NAME, tenant).call(work);
  }

  /// Does `work` for `tenant`.
  public static void run(String tenant, Runnable work) {
    ScopedValue.where(NAME, tenant).run(work);
  }

  /// `work` for the tenant of now, on whatever thread it is done.
  public static Runnable kept(Runnable work) {
    String tenant = name();
    return tenant.isEmpty() ? work : () -> run(tenant, work);
  }

  private CurrentTenant() {}
}
