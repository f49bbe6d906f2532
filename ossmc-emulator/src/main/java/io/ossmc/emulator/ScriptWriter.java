package io.ossmc.emulator;

import java.util.Iterator;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpResponseEncoder;

/**
 * Plays one script, past the encoder, which would not let such bytes pass. Lives on the
 * connection's event loop.
 */
final class ScriptWriter {

	private final ChannelHandlerContext context;

	private final Iterator<Script.Step> steps;

	private final Script.End end;

	private final Runnable goneOn;

	private final Runnable stalled;

	private boolean aborted;

	/**
	 * A writer that has not begun.
	 * @param context of any handler of the connection
	 * @param script what to play
	 * @param goneOn called after a script that does not end the connection
	 * @param stalled called after one that keeps it open in silence
	 */
	ScriptWriter(ChannelHandlerContext context, Script script, Runnable goneOn, Runnable stalled) {
		this.context = context.pipeline().context(HttpResponseEncoder.class);
		this.steps = script.steps().iterator();
		this.end = script.end();
		this.goneOn = goneOn;
		this.stalled = stalled;
	}

	void play() {
		while (!this.aborted) {
			if (!this.steps.hasNext()) {
				finish();
				return;
			}
			switch (this.steps.next()) {
				case Script.Send send -> {
					this.context.writeAndFlush(Unpooled.wrappedBuffer(send.bytes())).addListener((sent) -> {
						if (sent.isSuccess()) {
							play();
						}
						else {
							this.context.close();
						}
					});
					return;
				}
				case Script.Pause pause -> {
					this.context.executor().schedule(this::play, pause.time().toNanos(), TimeUnit.NANOSECONDS);
					return;
				}
			}
		}
	}

	private void finish() {
		switch (this.end) {
			case GO_ON -> this.goneOn.run();
			case CLOSE -> this.context.close();
			case RESET -> {
				this.context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
				this.context.close();
			}
			case STALL -> this.stalled.run();
		}
	}

	/** The client left. */
	void abort() {
		this.aborted = true;
	}

}
