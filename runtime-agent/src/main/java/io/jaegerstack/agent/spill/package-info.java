/// A bounded log on disk for frames that collectors do not take: what a segment file looks like,
/// when a record counts as kept, how it is drained, and how the files of a dead agent are taken
/// over. The reporter calls it; it knows neither reporters nor what is inside a frame, and reaches
/// files through [io.jaegerstack.agent.spill.SpillDisk] alone. ADR 016 says what it promises.
@NullMarked
package io.jaegerstack.agent.spill;

import org.jspecify.annotations.NullMarked;
