#if NET
using System.Runtime.InteropServices;
#else
using System.Linq.Expressions;
#endif

namespace Telemetry;

/// <summary>
/// Calls back when the process receives a signal that ends it unless somebody handles it. It cancels no signal: afterwards, the
/// runtime does what it would have done without it.
/// </summary>
/// <param name="onSignal">Called on a thread of the runtime, for each signal that nobody has cancelled by then. The process
/// lives until it returns.</param>
internal sealed class SignalWatch(Action<ProcessSignals> onSignal)
{
    // The runtime ends a registration that is collected.
    private readonly List<IDisposable> _registrations = [];
    private ProcessSignals _watched;

    /// <summary>Begins to watch for signals. Those that are watched already, or that the platform does not have, are left
    /// out. Not safe for several threads at once.</summary>
    internal void Add(ProcessSignals signals)
    {
        signals &= ~_watched;
        _watched |= signals;
        if ((signals & ProcessSignals.Interrupt) != 0)
        {
            Try(WatchInterrupt);
        }

        if ((signals & ProcessSignals.Terminate) != 0)
        {
            Try(() => Watch("SIGTERM", ProcessSignals.Terminate));
        }

        if ((signals & ProcessSignals.HangUp) != 0)
        {
            Try(() => Watch("SIGHUP", ProcessSignals.HangUp));
        }
    }

    private static void Try(Action watch)
    {
        try
        {
            watch();
        }
        catch (Exception)
        {
            // The platform has no such signal, or no room for another handler: no reason to refuse what needs to know.
        }
    }

    // By the console's event and not by a registration: subscribers are called in the order in which they subscribed, so that
    // a program that did so before, as an interactive shell does, has cancelled the signal by then.
    private void WatchInterrupt()
    {
#pragma warning disable CA1416 // Where it is not supported, it throws.
        Console.CancelKeyPress += (_, interrupt) => OnSignal(ProcessSignals.Interrupt, interrupt.Cancel);
#pragma warning restore CA1416
    }

#if NET
    private void Watch(string name, ProcessSignals signal)
    {
#pragma warning disable CA1416 // Where it is not supported, it throws.
        _registrations.Add(PosixSignalRegistration.Create(
            Enum.Parse<PosixSignal>(name), context => OnSignal(signal, context.Cancel)));
#pragma warning restore CA1416
    }
#else
    // By reflection: .NET 6 and later have it, and load this assembly for PowerShell.
    private void Watch(string name, ProcessSignals signal)
    {
        const string Namespace = "System.Runtime.InteropServices.";
        System.Reflection.Assembly runtime = typeof(object).Assembly;
        if (runtime.GetType(Namespace + "PosixSignal") is not { } signals
            || runtime.GetType(Namespace + "PosixSignalContext") is not { } contexts
            || runtime.GetType(Namespace + "PosixSignalRegistration") is not { } registrations)
        {
            return;
        }

        Action<bool> callback = isCancelled => OnSignal(signal, isCancelled);
        ParameterExpression context = Expression.Parameter(contexts, "context");
        Delegate handler = Expression.Lambda(
            typeof(Action<>).MakeGenericType(contexts),
            Expression.Invoke(Expression.Constant(callback), Expression.Property(context, "Cancel")),
            context).Compile();
        object registration = registrations.GetMethod("Create")!.Invoke(null, [Enum.Parse(signals, name), handler])!;
        _registrations.Add((IDisposable)registration);
    }
#endif

    private void OnSignal(ProcessSignals signal, bool isCancelled)
    {
        if (!isCancelled)
        {
            onSignal(signal);
        }
    }
}
