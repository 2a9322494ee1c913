namespace Telemetry;

/// <summary>
/// The end of the process: what is queued for buffered handlers is handled then, and others can have their last state
/// reported after it, in stages. A normal end, <c>Environment.Exit</c>, an unhandled exception and the signals that end a
/// process are recognised; a crash and <c>Environment.FailFast</c> are not. Members may be called from any thread.
/// </summary>
/// <remarks>
/// <para>A signal is never cancelled, and the process ends with the exit code that it would have had. Where the program
/// cancels the signal itself and goes on, its handlers stay attached. Its own callback for the signal may be called only when
/// what was queued is handled, as the runtime calls one after the other; a program that does not want that uses
/// <see cref="Ignore"/>.</para>
/// <para>Signals are not watched before the first handler with a buffer is attached or the first callback registered. On .NET
/// Framework, of the signals only Ctrl+C and Ctrl+Break are recognised, and the runtime gives all that happens at the end
/// of a process a few seconds.</para>
/// </remarks>
public static class ProcessEnd
{
    private const int FirstPruning = 16;
    private const ProcessSignals AllSignals = ProcessSignals.Interrupt | ProcessSignals.Terminate | ProcessSignals.HangUp;

    private static readonly object s_gate = new();

    // Held while the stages run: another signal waits for them, or it would end the process meanwhile.
    private static readonly object s_running = new();
    private static readonly SignalWatch s_signals = new(OnSignal);
    private static readonly List<ProcessEndCallback> s_callbacks = [];

    // Not kept alive: a dispatcher that nobody uses any more goes, with its handlers and their queues.
    private static readonly List<WeakReference<HandlerQueue>> s_queues = [];
    private static int s_pruneAt = FirstPruning;
    private static ProcessSignals s_ignored;
    private static volatile bool s_isWatching;
    private static volatile bool s_hasDrained;

    /// <summary>The longest time that a callback can have: five seconds.</summary>
    public static TimeSpan MaxTimeout { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the process is certain to end, and what was queued has been handled. No handler that is a script is
    /// called from then on. False after a signal, which the program may survive.</summary>
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

    /// <summary>Registers a callback for the end of the process. All callbacks of a stage run at the same time, each on a
    /// thread of its own. A callback is called again if the program survives a signal, and never twice at the same
    /// time. What it throws is ignored.</summary>
    /// <param name="stage">The stage in which it is called.</param>
    /// <param name="timeout">How long the end of the process waits for it: more than zero, at most
    /// <see cref="MaxTimeout"/>.</param>
    /// <param name="callback">Called with a token that is cancelled when the process waits no longer.</param>
    /// <returns>An object that takes the callback back when it is disposed of.</returns>
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

    /// <summary>Leaves signals to the program: one that handles them itself and never ends by their default action, such as a
    /// shell that stops a command at Ctrl+C, or a service that shuts down at SIGTERM. What is queued is handled when the program
    /// ends by itself.</summary>
    /// <param name="signals">The signals, in addition to those that were ignored before.</param>
    public static void Ignore(ProcessSignals signals)
    {
        lock (s_gate)
        {
            s_ignored |= signals;
        }
    }

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
            Run(isCertain: false);
        }
    }

    private static void Run(bool isCertain)
    {
        try
        {
            lock (s_running)
            {
                RunStage(ProcessEndStage.Queues, isCertain ? BeginDrain() : BeginFlush());
                s_hasDrained |= isCertain;
                RunStage(ProcessEndStage.Reports, []);
            }
        }
        catch (ThreadInterruptedException)
        {
            // The thread that ends the process was to be woken. It ends with what it would have ended without this.
        }
    }

    // All at the same time: the end waits for as long as the slowest may take, and not for one after the other.
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
