package io.jaegerstack.storage.local;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.LocalSettings;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.StorageSettings;
import io.jaegerstack.settings.TenancySettings;
import io.jaegerstack.storage.Storage;
import io.jaegerstack.storage.StorageFactory;
import io.jaegerstack.storage.TenantStorage;
import io.jaegerstack.storage.contract.DependencyContract;
import io.jaegerstack.storage.contract.HostileSpansContract;
import io.jaegerstack.storage.contract.LifecycleContract;
import io.jaegerstack.storage.contract.NamesContract;
import io.jaegerstack.storage.contract.RoomContract;
import io.jaegerstack.storage.contract.SearchContract;
import io.jaegerstack.storage.contract.StorageUnderTest;
import io.jaegerstack.storage.contract.TagSearchContract;
import io.jaegerstack.storage.contract.TenancyContract;
import io.jaegerstack.storage.contract.TraceReadingContract;
import io.jaegerstack.storage.contract.WritingContract;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/// The local storage, held to everything that a storage must do.
class LocalStorageTest {
  @TempDir private static Path root;

  private static Storage storage;

  @BeforeAll
  static void open() {
    storage = LOCAL.openAnother();
  }

  @AfterAll
  static void close() {
    storage.close();
  }

  private static final StorageUnderTest LOCAL =
      new StorageUnderTest() {
        private int opened;

        /// A directory is one storage's alone.
        private SettingValues settings() {
          return SettingValues.defaults(Catalogue.of(Component.ALL_IN_ONE))
              .with(LocalSettings.DIRECTORY, root.resolve("storage-" + opened++).toString());
        }

        @Override
        public Storage storage() {
          return storage;
        }

        @Override
        public Storage openAnother() {
          return StorageFactory.of("local").open(settings(), new SimpleMeterRegistry());
        }

        @Override
        public Storage openTenants(List<String> tenants) {
          return TenantStorage.open(
              settings()
                  .with(StorageSettings.TYPE, "local")
                  .with(TenancySettings.ENABLED, true)
                  .with(TenancySettings.TENANTS, tenants),
              new SimpleMeterRegistry());
        }
      };

  @Nested
  class Writing extends WritingContract {
    @Override
    protected StorageUnderTest underTest() {
      return LOCAL;
    }
  }

  @Nested
  class TraceReading extends TraceReadingContract {
    @Override
    protected StorageUnderTest underTest() {
      return LOCAL;
    }
  }

  @Nested
  class Fitting extends RoomContract {
    @Override
    protected StorageUnderTest underTest() {
      return LOCAL;
    }
  }

  @Nested
  class Searching extends SearchContract {
    @Override
    protected StorageUnderTest underTest() {
      return LOCAL;
    }
  }

  @Nested
  class TagSearching extends TagSearchContract {
    @Override
    protected StorageUnderTest underTest() {
      return LOCAL;
    }
  }

  @Nested
  class Names extends NamesContract {
    @Override
    protected StorageUnderTest underTest() {
      return LOCAL;
    }
  }

  @Nested
  class HostileSpans extends HostileSpansContract {
    @Override
    protected StorageUnderTest underTest() {
      return LOCAL;
    }
  }

  @Nested
  class Dependencies extends DependencyContract {
    @Override
    protected StorageUnderTest underTest() {
      return LOCAL;
    }
  }

  @Nested
  class Tenants extends TenancyContract {
    @Override
    protected StorageUnderTest underTest() {
      return LOCAL;
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    @Override
    protected StorageUnderTest underTest() {
      return LOCAL;
    }
  }
}
