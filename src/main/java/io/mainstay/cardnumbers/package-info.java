/// A card number that somebody sends by mistake is refused before anything reads it, and no line of the log shows one.
@ApplicationModule(displayName = "Card numbers", allowedDependencies = {"http", "problem"})
@NullMarked
package io.mainstay.cardnumbers;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
