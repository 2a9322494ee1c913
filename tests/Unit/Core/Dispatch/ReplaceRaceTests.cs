using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

[Trait("Category", "Slow")]
public sealed class ReplaceRaceTests
{
    private readonly TelemetryDispatcher _dispatcher = new();

    /// <summary>The promise: at an event that both listen to, every emit calls the old handler or the new one, never
    /// both.</summary>
    [Fact]
    public void Every_emit_calls_exactly_one_of_the_old_and_the_new_handler()
    {
        const int Replacements = 20_000;
        EventName[] names = [EventName.Parse("e"), EventName.Parse("other")];
        int wrong = 0;
        int emits = 0;
        using var calls = new ThreadLocal<int>();
        _dispatcher.AttachMany("h", names, Count, 0);

        Threads.RunDuring(
            () =>
            {
                for (int i = 0; i < Replacements; i++)
                {
                    _dispatcher.Replace("h", names, Count, i);
                }
            },
            Emit,
            Emit);

        Assert.Equal(0, wrong);
        Assert.InRange(emits, 1, int.MaxValue);
        Assert.Equal(["h (e)", "h (other)"], _dispatcher.List().Select(entry => entry.ToString()));

        void Emit()
        {
            calls.Value = 0;
            _dispatcher.Execute("e");
            Interlocked.Increment(ref emits);
            if (calls.Value != 1)
            {
                Interlocked.Increment(ref wrong);
            }
        }

        void Count(in EventData data, object? config) => calls.Value++;
    }

    [Fact]
    public void Of_handlers_that_replace_each_other_from_many_threads_one_is_left()
    {
        EventName[] names = [EventName.Parse("e"), EventName.Parse("f")];
        var registrations = new List<HandlerRegistration>[4];

        Threads.Run(registrations.Length, worker =>
        {
            registrations[worker] = [];
            for (int i = 0; i < 5_000; i++)
            {
                registrations[worker].Add(_dispatcher.Replace("h", [names[i % 2]], Handlers.Nothing));
            }
        });

        HandlerRegistration left = Assert.Single(
            registrations.SelectMany(own => own), registration => registration.IsAttached);
        Assert.Same(left, Assert.Single(_dispatcher.List()).Registration);
        Assert.Equal(1, names.Count(_dispatcher.HasHandlers));
    }
}
