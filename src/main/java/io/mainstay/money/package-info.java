/// Exact amounts of money: no rounding that was not asked for, no overflow that goes unnoticed, no mixed currencies.
@ApplicationModule(displayName = "Money", allowedDependencies = {})
@NullMarked
package io.mainstay.money;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
