package io.jaegerstack.storage.memory;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.Component;
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
import java.util.List;
import org.junit.jupiter.api.Nested;

/// The memory storage, held to everything that a storage must do.
class MemoryStorageTest {
  private static final StorageUnderTest MEMORY =
      new StorageUnderTest() {
        private final SettingValues settings =
            SettingValues.defaults(Catalogue.of(Component.ALL_IN_ONE));
        private final Storage storage = openAnother();

        @Override
        public Storage storage() {
          return storage;
        }

        @Override
        public Storage openAnother() {
          return StorageFactory.of("memory").open(settings, new SimpleMeterRegistry());
        }

        @Override
        public Storage openTenants(List<String> tenants) {
          return TenantStorage.open(
              settings
                  .with(StorageSettings.TYPE, "memory")
                  .with(TenancySettings.ENABLED, true)
                  .with(TenancySettings.TENANTS, tenants),
              new SimpleMeterRegistry());
        }
      };

  @Nested
  class Writing extends WritingContract {
    @Override
    protected StorageUnderTest underTest() {
      return MEMORY;
    }
  }

  @Nested
  class TraceReading extends TraceReadingContract {
    @Override
    protected StorageUnderTest underTest() {
      return MEMORY;
    }
  }

  @Nested
  class Fitting extends RoomContract {
    @Override
    protected StorageUnderTest underTest() {
      return MEMORY;
    }
  }

  @Nested
  class Searching extends SearchContract {
    @Override
    protected StorageUnderTest underTest() {
      return MEMORY;
    }
  }

  @Nested
  class TagSearching extends TagSearchContract {
    @Override
    protected StorageUnderTest underTest() {
      return MEMORY;
    }
  }

  @Nested
  class Names extends NamesContract {
    @Override
    protected StorageUnderTest underTest() {
      return MEMORY;
    }
  }

  @Nested
  class HostileSpans extends HostileSpansContract {
    @Override
    protected StorageUnderTest underTest() {
      return MEMORY;
    }
  }

  @Nested
  class Dependencies extends DependencyContract {
    @Override
    protected StorageUnderTest underTest() {
      return MEMORY;
    }
  }

  @Nested
  class Tenants extends TenancyContract {
    @Override
    protected StorageUnderTest underTest() {
      return MEMORY;
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    @Override
    protected StorageUnderTest underTest() {
      return MEMORY;
    }
  }
}
