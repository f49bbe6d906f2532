package io.ossmc.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.ossmc.ConnectorStats;
import io.ossmc.ListOptions;
import io.ossmc.ModelMode;
import io.ossmc.ModelSpec;
import io.ossmc.ObjectSummary;
import io.ossmc.OssModel;
import io.ossmc.OssModelConnector;
import io.ossmc.OssObject;

/** A connector whose models are in whatever state a test says. */
public class FakeConnector implements OssModelConnector {

	public final List<FakeModel> models = new CopyOnWriteArrayList<>();

	public final List<String> calls = new CopyOnWriteArrayList<>();

	public FakeModel add(String name, ModelMode mode) {
		return add(ModelSpec.builder(name, "oss://bucket/" + name + "/").mode(mode).build());
	}

	public FakeModel add(ModelSpec spec) {
		FakeModel model = new FakeModel(spec);
		this.models.add(model);
		return model;
	}

	@Override
	public List<OssModel> models() {
		return new ArrayList<>(this.models);
	}

	@Override
	public void reconcile(Collection<ModelSpec> specs) {
		this.calls.add("reconcile " + specs.stream().map(ModelSpec::name).toList());
		this.models.removeIf((model) -> !specs.contains(model.spec()));
		List<ModelSpec> there = this.models.stream().map(FakeModel::spec).toList();
		specs.stream().filter((spec) -> !there.contains(spec)).forEach(this::add);
	}

	@Override
	public ConnectorStats stats() {
		return new ConnectorStats(
				new ConnectorStats.Cache(Path.of("/dev/shm/ossmc-0"), "4KiB", 1000, 300, 20, 10, 3, 1, 7, 2, 4, 400),
				new ConnectorStats.Fetch(5, 12345, 12, 2, 1, 0, 99, 0));
	}

	@Override
	public void start() {
		this.calls.add("start");
	}

	@Override
	public void stop(Duration timeout) {
		this.calls.add("stop " + timeout);
	}

	@Override
	public void close() {
		this.calls.add("close");
	}

	@Override
	public OssModel prepare(ModelSpec spec) {
		return add(spec);
	}

	@Override
	public OssModel model(String name) {
		return this.models.stream().filter((model) -> model.name().equals(name)).findFirst().orElseThrow();
	}

	@Override
	public boolean remove(String name) {
		return this.models.removeIf((model) -> model.name().equals(name));
	}

	@Override
	public Stream<ObjectSummary> list(String uri, ListOptions options) {
		throw new UnsupportedOperationException();
	}

	@Override
	public OssObject open(String uri) {
		throw new UnsupportedOperationException();
	}

	@Override
	public OssModel prepareDirectory(String uri, Path directory, UnaryOperator<ModelSpec.Builder> options) {
		throw new UnsupportedOperationException();
	}

}
