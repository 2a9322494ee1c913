namespace Telemetry;

/// <summary>
/// Handles the end of the process in stages: events that are queued for buffered and asynchronous handlers are handled, and then the
/// last state of other components is reported. A normal end, <c>Environment.Exit</c>, an unhandled exception and the signals that
/// end a process are recognised; a crash and <c>Environment.FailFast</c> are not. Safe to use from any thread.
/// </summary>
/// <remarks>
/// <para>A signal is never cancelled, and the exit code of the process is not changed. If the program cancels the signal itself
/// and continues, its handlers stay attached, and calls of asynchronous handlers are not cancelled. Its own callback for the signal
/// may be called only after the queued events are handled, as the runtime makes such calls one after the other;
/// <see cref="Ignore"/> prevents this.</para>
/// <para>Signals are not watched before the first handler with a buffer is attached or the first callback is registered. On .NET
/// Framework, the only signals that are recognised are Ctrl+C and Ctrl+Break, and the runtime allows a few seconds for the whole
/// end of a process.</para>
/// </remarks>
public static class ProcessEnd
{
    private const int FirstPruning = 16;
    private const ProcessSignals AllSignals = ProcessSignals.Interrupt | ProcessSignals.Terminate | ProcessSignals.HangUp;

    private static readonly object s_gate = new();

    // Held while the stages run, so that another signal waits for them. Otherwise it would end the process before they are
    // complete.
    private static readonly object s_running = new();
    private static readonly SignalWatch s_signals = new(OnSignal);
    private static readonly List<ProcessEndCallback> s_callbacks = [];

    // Weak references, so that a dispatcher that is no longer used is collected, with its handlers and their queues.
    private static readonly List<WeakReference<HandlerQueue>> s_queues = [];
    private static int s_pruneAt = FirstPruning;
    private static ProcessSignals s_ignored;
    private static volatile ProcessSignals s_signal;
    private static volatile bool s_isWatching;
    private static volatile bool s_hasDrained;

    /// <summary>The longest timeout of a callback: five seconds.</summary>
    public static TimeSpan MaxTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the process is certain to end, and the queued events have been handled. No script handler is called from
    /// then on. False after a signal, which the program may survive.</summary>
    public static bool HasDrained
    {
        get
        {
            if (!s_isWatching)
            {
                Watch(ProcessSignals.None);
            }

            return s_hasDrained;
        }
    }

    /// <summary>The signal for which the stages run now; none if they run for another end of the process, or do not run.</summary>
    public static ProcessSignals Signal => s_signal;

    /// <summary>Registers a callback for the end of the process. The callbacks of a stage run in parallel, each on its own
    /// thread. A callback is called again if the program survives a signal, and never twice at the same time. An exception that
    /// it throws is ignored.</summary>
    /// <param name="stage">The stage in which it is called.</param>
    /// <param name="timeout">The time that the end of the process waits for the callback: more than zero, at most
    /// <see cref="MaxTimeout"/>.</param>
    /// <param name="callback">The callback. Its token is cancelled when the process no longer waits for it.</param>
    /// <returns>An object that removes the callback when it is disposed.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="callback"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The stage does not exist, or the timeout is out of range.</exception>
    public static IDisposable Register(ProcessEndStage stage, TimeSpan timeout, Action<CancellationToken> callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        if (stage is not (ProcessEndStage.Queues or ProcessEndStage.Reports))
        {
            throw new ArgumentOutOfRangeException(nameof(stage), stage, "Choose Queues or Reports.");
        }

        if (timeout <= TimeSpan.Zero || timeout > MaxTimeout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, $"The timeout is more than zero, and at most {MaxTimeout.TotalSeconds} seconds.");
        }

        var registered = new ProcessEndCallback(stage, timeout, callback, Remove);
        lock (s_gate)
        {
            s_callbacks.Add(registered);
            Watch(AllSignals);
        }

        return registered;
    }

    /// <summary>Ignores signals that the program handles itself, so that it never ends by their default action: for example, a
    /// shell that stops a command at Ctrl+C, or a service that shuts down at SIGTERM. Queued events are handled when the program
    /// ends by itself.</summary>
    /// <param name="signals">The signals, in addition to those that were ignored before.</param>
    public static void Ignore(ProcessSignals signals)
    {
        lock (s_gate)
        {
            s_ignored |= signals;
        }
    }

    /// <summary>Handles the events that are queued now for the buffered and asynchronous handlers of all dispatchers, within the drain
    /// timeout of each (<see cref="HandlerBuffer.DrainTimeout"/>), as the first stage of the end does. The handlers stay
    /// attached.</summary>
    /// <remarks>For a component that reports its last state before the end of the process, as a session of a script does when it
    /// closes. A handler that calls this method does not wait for its own queue.</remarks>
    public static void HandleQueued() => Array.ForEach(BeginFlush(), wait => wait());

    internal static void Watch(HandlerQueue queue)
    {
        lock (s_gate)
        {
            if (s_queues.Count >= s_pruneAt)
            {
                s_queues.RemoveAll(known => !known.TryGetTarget(out HandlerQueue? target) || target.IsEnded);
                s_pruneAt = Math.Max(FirstPruning, s_queues.Count * 2);
            }

            s_queues.Add(new WeakReference<HandlerQueue>(queue));
            Watch(AllSignals);
        }
    }

    private static void Watch(ProcessSignals signals)
    {
        lock (s_gate)
        {
            if (!s_isWatching)
            {
                s_isWatching = true;
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => Run(isCertain: true);
                AppDomain.CurrentDomain.DomainUnload += static (_, _) => Run(isCertain: true);
                AppDomain.CurrentDomain.UnhandledException += static (_, exception) => OnUnhandled(exception.IsTerminating);
            }

            s_signals.Add(signals & ~s_ignored);
        }
    }

    private static void OnUnhandled(bool isTerminating)
    {
        if (isTerminating)
        {
            Run(isCertain: true);
        }
    }

    private static void Remove(ProcessEndCallback callback)
    {
        lock (s_gate)
        {
            s_callbacks.Remove(callback);
        }
    }

    private static void OnSignal(ProcessSignals signal)
    {
        bool isIgnored;
        lock (s_gate)
        {
            isIgnored = (s_ignored & signal) != 0;
        }

        if (!isIgnored)
        {
            Run(isCertain: false, signal);
        }
    }

    private static void Run(bool isCertain, ProcessSignals signal = ProcessSignals.None)
    {
        try
        {
            lock (s_running)
            {
                s_signal = signal;
                RunStage(ProcessEndStage.Queues, isCertain ? BeginDrain() : BeginFlush());
                s_hasDrained |= isCertain;
                RunStage(ProcessEndStage.Reports, []);
                s_signal = ProcessSignals.None;
            }
        }
        catch (ThreadInterruptedException)
        {
            // The thread that ends the process was interrupted. The process ends as it would have ended without this class.
        }
    }

    // All are started before any is waited for, so that the process waits for the slowest one and not for their sum.
    private static void RunStage(ProcessEndStage stage, IReadOnlyCollection<Action> waits)
    {
        ProcessEndCallback[] callbacks;
        lock (s_gate)
        {
            callbacks = [.. s_callbacks.Where(callback => callback.Stage == stage)];
        }

        foreach (Action wait in callbacks.Select(callback => callback.Begin()).ToArray().Concat(waits))
        {
            wait();
        }
    }

    private static Action[] BeginDrain()
    {
        HandlerQueue[] queues = Queues();
        Array.ForEach(queues, queue => queue.DetachAndBeginDrain());
        return [.. queues.Select(queue => (Action)queue.Drain)];
    }

    private static Action[] BeginFlush() => [.. Queues().Select(queue => queue.BeginFlush()).OfType<Action>()];

    private static HandlerQueue[] Queues()
    {
        lock (s_gate)
        {
            return
            [
                .. s_queues
                    .Select(known => known.TryGetTarget(out HandlerQueue? queue) ? queue : null)
                    .OfType<HandlerQueue>(),
            ];
        }
    }
}
