/// Mainstay: orders and payments as one program. Every direct sub-package is one module.
@org.jspecify.annotations.NullMarked
package io.mainstay;
