package io.ossmc.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Names the keys in which two sets of properties differ, never their values. Compared is
 * what was bound, so that a change behind a placeholder counts and one of spelling does
 * not. The models are not looked at: they may change.
 */
final class ChangedKeys {

	private final List<String> keys = new ArrayList<>();

	private ChangedKeys() {
	}

	static List<String> between(OssmcProperties before, OssmcProperties now) {
		ChangedKeys changed = new ChangedKeys();
		for (RecordComponent component : OssmcProperties.class.getRecordComponents()) {
			if (!component.getName().equals("prepare")) {
				changed.compare("ossmc." + kebab(component), value(component, before), value(component, now));
			}
		}
		return changed.keys;
	}

	private void compare(String key, @Nullable Object before, @Nullable Object now) {
		if (Objects.equals(before, now)) {
			return;
		}
		if (before instanceof Map<?, ?> old && now instanceof Map<?, ?> fresh) {
			Set<Object> names = new LinkedHashSet<>(old.keySet());
			names.addAll(fresh.keySet());
			names.forEach((name) -> compare(key + "." + name, old.get(name), fresh.get(name)));
		}
		else if (before instanceof Record && now instanceof Record) {
			for (RecordComponent component : before.getClass().getRecordComponents()) {
				compare(key + "." + kebab(component), value(component, before), value(component, now));
			}
		}
		else {
			this.keys.add(key);
		}
	}

	private static @Nullable Object value(RecordComponent component, Object of) {
		try {
			return component.getAccessor().invoke(of);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String kebab(RecordComponent component) {
		return component.getName().replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
	}

}
