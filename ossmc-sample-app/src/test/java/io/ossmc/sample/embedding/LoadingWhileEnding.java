package io.ossmc.sample.embedding;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A process that ends while a model is being loaded again and again. */
final class LoadingWhileEnding {

	private LoadingWhileEnding() {
	}

	/**
	 * Runs it.
	 * @param args the model's folder
	 */
	public static void main(String[] args) throws Exception {
		FolderFiles files = new FolderFiles(Path.of(args[0]));
		CountDownLatch loadedAfterwards = new CountDownLatch(20);
		CountDownLatch loaded = new CountDownLatch(1);
		Thread.ofPlatform().daemon().start(() -> {
			while (true) {
				try {
					MeanEmbedder.minilm(files).close();
				}
				catch (Exception ex) {
					System.out.println(ex);
				}
				loaded.countDown();
				loadedAfterwards.countDown();
			}
		});
		loaded.await();
		// As Spring's hook does: the process stays until this is over, beside all other
		// hooks.
		Runtime.getRuntime().addShutdownHook(new Thread(() -> {
			try {
				loadedAfterwards.await(20, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}));
		System.exit(7);
	}

}
