/** Archive: reads what pg_dump wrote, without PostgreSQL. */
@NullMarked
package dev.muster.restore.archive;

import org.jspecify.annotations.NullMarked;
