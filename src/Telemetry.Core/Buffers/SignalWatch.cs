#if NET
using System.Runtime.InteropServices;
#else
using System.Linq.Expressions;
#endif

namespace Telemetry;

/// <summary>
/// Calls back when the process receives a signal that ends it unless the signal is handled. No signal is cancelled: after the
/// callback, the runtime continues as it would have without it.
/// </summary>
/// <param name="onSignal">The callback. Called on a thread of the runtime, for each signal that is not cancelled by then. The
/// process does not end before it returns.</param>
internal sealed class SignalWatch(Action<ProcessSignals> onSignal)
{
    // References that keep the registrations: the runtime ends one that is garbage-collected.
    private readonly List<IDisposable> _registrations = [];
    private ProcessSignals _watched;

    /// <summary>Begins to watch signals. Those that are watched already, or that the platform does not have, are skipped. Not
    /// thread-safe.</summary>
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
            // The platform has no such signal, or no room for another handler. That must not fail the operation that needs the
            // watch.
        }
    }

    // The event of the console is used instead of a registration, as its subscribers are called in the order in which they
    // subscribed: a program that subscribed before, as an interactive shell does, has cancelled the signal by then.
    private void WatchInterrupt()
    {
#pragma warning disable CA1416 // It throws if it is not supported.
        Console.CancelKeyPress += (_, interrupt) => OnSignal(ProcessSignals.Interrupt, interrupt.Cancel);
#pragma warning restore CA1416
    }

#if NET
    private void Watch(string name, ProcessSignals signal)
    {
#pragma warning disable CA1416 // It throws if it is not supported.
        _registrations.Add(PosixSignalRegistration.Create(
            Enum.Parse<PosixSignal>(name), context => OnSignal(signal, context.Cancel)));
#pragma warning restore CA1416
    }
#else
    // By reflection: the type exists in .NET 6 and later, where PowerShell loads this assembly.
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
