using System.Runtime.InteropServices;
using Telemetry;
using Telemetry.Tests.Programs;

// EndingProcess END LOG [OPTION...]
// Emits 300 events for a buffered handler, which writes a line to LOG for each of them, and ends as END says: 'return',
// 'exit', 'throw', 'Environment.Exit', or 'signal' for a signal that it waits for when it has written 'ready' and its process
// id to the output. The options are below.
string end = args[0];
string log = args[1];
HashSet<string> options = [.. args[2..]];

// Never disposed of: the handler uses them while the process ends.
var gate = new ManualResetEventSlim(!options.Contains("handler-hangs"));
var survived = new ManualResetEventSlim();
var registrations = new List<PosixSignalRegistration>();

if (options.Contains("pool-is-blocked"))
{
    BlockedPool.Block();
}

if (options.Contains("cancels-before"))
{
    CancelSignals();
}

if (options.Contains("ignores-signals"))
{
    ProcessEnd.Ignore(ProcessSignals.Interrupt | ProcessSignals.Terminate | ProcessSignals.HangUp);
}

using var host = options.Contains("host-before") ? ServiceHost.Start(survived) : null;
HandlerRegistration? handler = options.Contains("control") ? null : Attach();
using var laterHost = options.Contains("host-after") ? ServiceHost.Start(survived) : null;
if (options.Contains("cancels-after"))
{
    CancelSignals();
}

if (options.Contains("callbacks"))
{
    Register(ProcessEndStage.Reports, "reports", static _ => { });
    Register(ProcessEndStage.Queues, "queues", static _ => { });
    Register(ProcessEndStage.Reports, "hangs", static _ => Thread.Sleep(Timeout.Infinite));
    Register(ProcessEndStage.Reports, "fails", static _ => throw new InvalidOperationException("boom"));
    Register(ProcessEndStage.Reports, "is cancelled", static cancellation => cancellation.WaitHandle.WaitOne());
    Register(ProcessEndStage.Reports, "was taken back", static _ => { }).Dispose();
}

if (options.Contains("handlers-meet"))
{
    MeetingHandlers.Start();
}

Emit(1, 300);
switch (end)
{
    case "exit":
        return 3;
    case "throw":
        throw new InvalidOperationException("The program ends by an exception.");
    case "Environment.Exit":
        Environment.Exit(3);
        break;
    case "signal":
        Console.WriteLine($"ready {Environment.ProcessId}");
        survived.Wait();
        Emit(301, 400);
        Console.WriteLine($"survived, attached: {handler?.IsAttached}");
        break;
    default:
        break;
}

return 0;

HandlerRegistration Attach()
{
    TimeSpan drainTimeout = options.Contains("little-time") ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromDays(1);
    var settings = new HandlerOptions { Buffer = new() { DrainTimeout = drainTimeout } };
    HandlerRegistration attached = options.Contains("asynchronous")
        ? TelemetryDispatcher.Default.AttachAsync("log", "ending.item", WriteAsync, settings)
        : options.Contains("batch")
            ? TelemetryDispatcher.Default.AttachBatchAsync(
                "log", "ending.item", WriteAllAsync, new() { MaxSize = 70, MaxDelay = TimeSpan.FromDays(1) }, settings)
            : TelemetryDispatcher.Default.Attach("log", "ending.item", Write, options: settings);
    if (options.Contains("subscriber-hangs"))
    {
        attached.Detached += static (_, _) => Thread.Sleep(Timeout.Infinite);
    }

    // When the queue is drained: this one comes after the library's.
    AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine(attached.BufferStatistics);
    return attached;
}

void Write(in EventData data, object? config)
{
    gate.Wait();
    data.TryGetMeasurement("value", out MeasurementValue value);
    File.AppendAllText(log, $"{value}\n");

    // Slower than the emits, so that most events wait when the process ends.
    Thread.Sleep(1);
}

async ValueTask WriteAsync(EventRecord record, CancellationToken cancellation)
{
    try
    {
        await (gate.IsSet ? Task.CompletedTask : Task.Delay(
            Timeout.Infinite, options.Contains("handler-ends") ? cancellation : CancellationToken.None));
        File.AppendAllText(log, $"{record.Measurements["value"]}\n");
        if (options.Contains("pool-is-blocked"))
        {
            Thread.Sleep(1);
        }
        else
        {
            await Task.Delay(1, CancellationToken.None);
        }
    }
    catch (OperationCanceledException)
    {
        File.AppendAllText(log, "-1\n");
        throw;
    }
}

async ValueTask WriteAllAsync(IReadOnlyList<EventRecord> records, CancellationToken cancellation)
{
    foreach (EventRecord record in records)
    {
        await WriteAsync(record, cancellation);
    }
}

void Emit(int from, int to)
{
    for (int i = from; i <= to; i++)
    {
        TelemetryDispatcher.Default.Execute("ending.item", i);
    }
}

IDisposable Register(ProcessEndStage stage, string name, Action<CancellationToken> callback) =>
    ProcessEnd.Register(
        stage,
        name is "hangs" or "is cancelled" ? TimeSpan.FromSeconds(2) : ProcessEnd.MaxTimeout,
        cancellation =>
        {
            Console.WriteLine($"{stage}: {name}, {(handler!.BufferStatistics!.Queued == 0 ? "drained" : "queued")}");
            callback(cancellation);
        });

void CancelSignals()
{
    foreach (PosixSignal signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP])
    {
        registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            gate.Set();
            survived.Set();
        }));
    }
}
