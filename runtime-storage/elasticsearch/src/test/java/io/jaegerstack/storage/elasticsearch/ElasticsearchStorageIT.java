package io.jaegerstack.storage.elasticsearch;

import io.jaegerstack.storage.contract.ArchiveContract;
import io.jaegerstack.storage.contract.CallReaderContract;
import io.jaegerstack.storage.contract.DependencyContract;
import io.jaegerstack.storage.contract.DependencyWriterContract;
import io.jaegerstack.storage.contract.HostileSpansContract;
import io.jaegerstack.storage.contract.LeasesContract;
import io.jaegerstack.storage.contract.LifecycleContract;
import io.jaegerstack.storage.contract.NamesContract;
import io.jaegerstack.storage.contract.RoomContract;
import io.jaegerstack.storage.contract.SamplingContract;
import io.jaegerstack.storage.contract.SearchContract;
import io.jaegerstack.storage.contract.StorageUnderTest;
import io.jaegerstack.storage.contract.TagSearchContract;
import io.jaegerstack.storage.contract.TenancyContract;
import io.jaegerstack.storage.contract.TraceReadingContract;
import io.jaegerstack.storage.contract.WritingContract;
import org.junit.jupiter.api.Nested;

/// Elasticsearch or OpenSearch, held to everything that a storage must do.
class ElasticsearchStorageIT {
  private static final StorageUnderTest SERVER = ElasticsearchUnderTest.withPrefix("contract");

  @Nested
  class Writing extends WritingContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class TraceReading extends TraceReadingContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class Fitting extends RoomContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class Searching extends SearchContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class TagSearching extends TagSearchContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class Names extends NamesContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class HostileSpans extends HostileSpansContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class Dependencies extends DependencyContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class Archiving extends ArchiveContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class Tenants extends TenancyContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class Calls extends CallReaderContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class ComputedDependencies extends DependencyWriterContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class Agreement extends LeasesContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }

  @Nested
  class Sampling extends SamplingContract {
    @Override
    protected StorageUnderTest underTest() {
      return SERVER;
    }
  }
}
