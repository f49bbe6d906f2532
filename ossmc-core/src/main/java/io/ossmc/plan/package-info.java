/**
 * Which objects a model is made of.
 * <p>
 * A listing, filtered by the model's patterns ({@link io.ossmc.plan.FileFilter}), becomes
 * a {@link io.ossmc.plan.VersionPlan}: files with names that the file system takes,
 * symlinks as what they lead to, not more than the budget holds
 * ({@link io.ossmc.plan.PlanLimits}). The hash of its keys and ETags names the version.
 * What a pattern leaves out is not judged.
 */
@NullMarked
package io.ossmc.plan;

import org.jspecify.annotations.NullMarked;
