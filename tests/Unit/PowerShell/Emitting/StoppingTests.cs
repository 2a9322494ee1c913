using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Telemetry.Hosting;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Commands;

[Collection(SharedDispatcher.Name)]
public sealed class StoppingTests : IDisposable
{
    private readonly ModuleSession _home = new();
    private readonly ModuleSession _other = new();

    public void Dispose()
    {
        _home.Dispose();
        _other.Dispose();
    }

    // At home the engine stops script, and lets a .NET call return.
    [Theory]
    [InlineData("while ($true) { }", true)]
    [InlineData("function f { while ($true) { $x = 1 } }; f", true)]
    [InlineData("Invoke-TelemetryEvent nested.event", true)]
    [InlineData("[System.Threading.Thread]::Sleep(-1)", false)]
    [InlineData("$c.Never.Wait()", false)]
    [InlineData("while ($true) { $x = 1 }", false)]
    [InlineData("function f { while ($true) { $x = 1 } }; f", false)]
    [InlineData("try { while ($true) { $x = 1 } } catch { }", false)]
    [InlineData("try { [System.Threading.Thread]::Sleep(-1) } catch { }; while ($true) { $x = 1 }", false)]
    [InlineData("Invoke-TelemetryEvent nested.event", false)]
    public void S07_stopped_emitter_ends_the_handler_which_stays(string statement, bool atHome)
    {
        using var started = new ManualResetEventSlim();
        using var never = new ManualResetEventSlim();
        _home.Run(
            $$"""
            param($started, $never)
            $config = [pscustomobject]@{ Started = $started; Never = $never }
            Register-TelemetryHandler nested nested.event { param($n, $m, $d, $c) while ($true) { $x = 1 } }
            Register-TelemetryHandler h a.b { param($n, $m, $d, $c) $c.Started.Set(); {{statement}} } $config
            """,
            started, never).Clean();
        using var pipeline = PowerShell.Create((atHome ? _home : _other).Session.Runspace);
        pipeline.AddScript("Invoke-TelemetryEvent a.b; 'not reached'");

        IAsyncResult run = pipeline.BeginInvoke();
        started.Wait(TestContext.Current.CancellationToken);
        pipeline.Stop();

        Assert.ThrowsAny<PipelineStoppedException>(() => pipeline.EndInvoke(run));
        Assert.Equal(2, TelemetryDispatcher.Default.List().Count);
        Assert.Empty(pipeline.Streams.Warning);
    }

    /// <summary>The stop interrupts the thread, wherever it waits.</summary>
    [Fact]
    public void S07_stopped_emitter_leaves_handlers_in_code_that_its_script_handlers_emit_to()
    {
        using var started = new ManualResetEventSlim();
        using var never = new ManualResetEventSlim();
        using HandlerRegistration code = TelemetryDispatcher.Default.Attach("code", "nested.event", (in _, _) =>
        {
            started.Set();
            never.Wait(Threads.Patience);
        });
        _home.Run("Register-TelemetryHandler h a.b { Invoke-TelemetryEvent nested.event }").Clean();
        using var pipeline = PowerShell.Create(_other.Session.Runspace);
        pipeline.AddScript("Invoke-TelemetryEvent a.b; 'not reached'");

        IAsyncResult run = pipeline.BeginInvoke();
        Threads.WaitFor(started);
        pipeline.Stop();

        Assert.ThrowsAny<PipelineStoppedException>(() => pipeline.EndInvoke(run));
        Assert.Equal(2, TelemetryDispatcher.Default.List().Count);
        Assert.Null(code.LastFailure);
        Assert.Empty(pipeline.Streams.Warning);
    }

    /// <summary>A program that interrupts a thread of its own means what that thread does.</summary>
    [Theory]
    [InlineData("[System.Threading.Thread]::Sleep(-1)")]
    [InlineData("$c.Wait()")]
    public void S07_interruption_of_an_emitting_thread_reaches_it_and_the_handler_stays(string wait)
    {
        using var never = new ManualResetEventSlim();
        _home.Run(
            $$"""
            param($never)
            Register-TelemetryHandler h a.b {
                param($n, $m, $d, $c)
                [System.Threading.Thread]::CurrentThread.Interrupt()
                {{wait}}
            } $never
            """,
            never).Clean();

        Threads.Run(() => Assert.Throws<ThreadInterruptedException>(() => TelemetryDispatcher.Default.Execute("a.b")));

        Assert.True(TelemetryDispatcher.Default.TryGetHandler("h", out HandlerRegistration? handler));
        Assert.Null(handler!.LastFailure);
    }

    // Each handler enters a semaphore that it releases in a 'finally' block, where the stop must not hit it.
    [Theory]
    [InlineData("try { $c.Started.Set(); [System.Threading.Thread]::Sleep(-1) } finally { $x = 1; $c.Lock.Release() }")]
    [InlineData("try { $c.Started.Set(); while ($true) { $x = 1 } } finally { $x = 1; $c.Lock.Release() }")]
    [InlineData("function f { try { $c.Started.Set(); while ($true) { $x = 1 } } finally { $x = 1; $c.Lock.Release() } }; f")]
    [InlineData(
        "try { $c.Started.Set(); function f { while ($true) { $x = 1 } }; f } finally { function g { $x = 1; $c.Lock.Release() }; g }")]
    [InlineData(
        "try { try { $c.Started.Set(); $c.Never.Wait() } finally { $x = 1 } } "
        + "catch { while ($true) { $x = 1 } } finally { $c.Lock.Release() }")]
    [InlineData("try { $c.Started.Set(); while ($true) { $x = 1 } } finally { $x = $c.Never.Wait(1); $c.Lock.Release() }")]
    [InlineData("try { } finally { $c.InFinally.Set(); $x = $c.Go.Wait(); $x = 1; $c.Lock.Release() }; while ($true) { $x = 1 }")]
    [InlineData("try { } finally { $c.InFinally.Set(); Invoke-TelemetryEvent nested.event; $c.Lock.Release() }; while ($true) { $x = 1 }")]
    [InlineData("try { $c.Started.Set(); Invoke-TelemetryEvent endless.event } finally { $x = 1; $c.Lock.Release() }")]
    public void S14_stopped_emitter_lets_the_handler_elsewhere_clean_up(string statement)
    {
        using var started = new ManualResetEventSlim();
        using var never = new ManualResetEventSlim();
        using var inFinally = new ManualResetEventSlim();
        using var go = new ManualResetEventSlim();
        using var released = new SemaphoreSlim(1);
        _home.Run(
            $$"""
            param($started, $never, $inFinally, $go, $lock)
            $config = [pscustomobject]@{ Started = $started; Never = $never; InFinally = $inFinally; Go = $go; Lock = $lock }
            Register-TelemetryHandler endless endless.event { while ($true) { $x = 1 } }
            Register-TelemetryHandler nested nested.event { param($n, $m, $d, $c) $c.Wait() } $go
            Register-TelemetryHandler h a.b { param($n, $m, $d, $c) $c.Lock.Wait(); {{statement}} } $config
            """,
            started, never, inFinally, go, released).Clean();
        bool isLate = statement.Contains("InFinally", StringComparison.Ordinal);
        for (int i = 0; i < 20; i++)
        {
            started.Reset();
            inFinally.Reset();
            go.Reset();
            using var pipeline = PowerShell.Create(_other.Session.Runspace);
            pipeline.AddScript("Invoke-TelemetryEvent a.b; 'not reached'");
            IAsyncResult run = pipeline.BeginInvoke();
            (isLate ? inFinally : started).Wait(TestContext.Current.CancellationToken);
            IAsyncResult stop = pipeline.BeginStop(null, null);
            if (isLate)
            {
                // The stop lets wait what waits in a 'finally' block.
                Assert.True(SpinWait.SpinUntil(
                    () => pipeline.InvocationStateInfo.State == PSInvocationState.Stopping, Threads.Patience));
                Assert.False(stop.IsCompleted);
                go.Set();
            }

            pipeline.EndStop(stop);

            Assert.ThrowsAny<PipelineStoppedException>(() => pipeline.EndInvoke(run));
            Assert.Equal(1, released.CurrentCount);
            Assert.DoesNotContain(
                TelemetryDispatcher.Default.ListDetached(), handler => handler.Id is "h" or "nested" or "endless");
        }

        Assert.Equal(3, TelemetryDispatcher.Default.List().Count);
    }

    [Theory]
    [InlineData("[System.Threading.Thread]::Sleep(-1)")]
    [InlineData("while ($true) { $x = 1 }")]
    public void S07_stop_does_not_reach_what_the_thread_does_next(string wait)
    {
        // Its pipelines run on one thread, which an interruption left over would hit.
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.ThreadOptions = PSThreadOptions.ReuseThread;
        using TelemetrySession emitter = TelemetrySession.Open(initialState: state);
        using var started = new ManualResetEventSlim();
        var calls = new System.Collections.Concurrent.ConcurrentQueue<int>();
        _home.Run(
            $$"""
            param($started, $calls)
            Register-TelemetryHandler h a.b {
                param($n, $m, $d, $c)
                if ($m.wait) { $c[0].Set(); {{wait}} }
                $c[1].Enqueue($m.value)
            } ($started, $calls)
            """,
            started, calls).Clean();
        for (int i = 0; i < 20; i++)
        {
            started.Reset();
            using var pipeline = PowerShell.Create(emitter.Runspace);
            pipeline.AddScript("Invoke-TelemetryEvent a.b @{ wait = 1 }");
            IAsyncResult run = pipeline.BeginInvoke();
            started.Wait(TestContext.Current.CancellationToken);
            pipeline.Stop();
            Assert.ThrowsAny<PipelineStoppedException>(() => pipeline.EndInvoke(run));

            emitter.Run("param($i) Invoke-TelemetryEvent a.b $i; [System.Threading.Thread]::Sleep(1)", i);
        }

        Assert.Equal(Enumerable.Range(0, 20), calls);
    }
}
