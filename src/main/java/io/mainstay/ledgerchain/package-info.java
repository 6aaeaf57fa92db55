/// Each posted transfer has its place in a chain of hashes, so that whoever has kept a checkpoint can tell that nothing before it
/// was changed, left out or slipped in, without trusting the program or its database.
@ApplicationModule(displayName = "Ledger chain", allowedDependencies = {"auth", "authorization", "messaging", "problem",
        "rowsecurity"})
@NullMarked
package io.mainstay.ledgerchain;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
