package io.logferry.contract;

import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;

/** The whole contract: an adapter's tests extend it, and so run all of it. One thread. */
public abstract class AppenderContract {
    private final Supplier<Host> hosts;

    /**
     * For the adapter's class.
     *
     * @param hosts makes a new host for each test
     */
    protected AppenderContract(Supplier<Host> hosts) {
        this.hosts = hosts;
    }

    @Nested
    final class Policies extends PolicyContract {
        Policies() {
            super(hosts.get());
        }
    }

    @Nested
    final class Spread extends SpreadContract {
        Spread() {
            super(hosts.get());
        }
    }

    @Nested
    final class Threads extends ThreadContract {
        Threads() {
            super(hosts.get());
        }
    }

    @Nested
    final class Capture extends CaptureContract {
        Capture() {
            super(hosts.get());
        }
    }

    @Nested
    final class Life extends LifeContract {
        Life() {
            super(hosts.get());
        }
    }

    @Nested
    final class Reload extends ReloadContract {
        Reload() {
            super(hosts.get());
        }
    }

    @Nested
    final class FileReload extends FileReloadContract {
        FileReload() {
            super(hosts.get());
        }
    }

    @Nested
    final class Redeploy extends RedeployContract {
        Redeploy() {
            super(hosts.get());
        }
    }

    @Nested
    final class Hostile extends HostileContract {
        Hostile() {
            super(hosts.get());
        }
    }

    @Nested
    final class Listener extends ListenerContract {
        Listener() {
            super(hosts.get());
        }
    }

    @Nested
    final class Exit extends ExitContract {
        Exit() {
            super(hosts.get());
        }
    }

    @Nested
    final class Ecs extends EcsContract {
        Ecs() {
            super(hosts.get());
        }
    }

    @Nested
    final class Thrown extends ThrownContract {
        Thrown() {
            super(hosts.get());
        }
    }
}
