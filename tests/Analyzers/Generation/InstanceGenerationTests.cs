namespace Telemetry.Analyzers.Tests;

/// <summary>Methods of instances, whose dispatcher emits the event.</summary>
public sealed class InstanceGenerationTests
{
    private readonly string _name = $"generated.instance{Guid.NewGuid():N}";

    [Theory]
    [InlineData("public partial class Store(TelemetryDispatcher dispatcher)", "")]
    [InlineData("public partial class Store(TelemetryDispatcher @event)", "")]
    [InlineData(
        "public partial class Store",
        "private readonly TelemetryDispatcher _own; public Store(TelemetryDispatcher given) => _own = given;")]
    [InlineData("public partial class Store(TelemetryDispatcher? given)", "private TelemetryDispatcher? Own { get; } = given;")]
    [InlineData("public partial record Store(TelemetryDispatcher Dispatcher)", "")]
    [InlineData("public readonly partial struct Store(TelemetryDispatcher dispatcher)", "")]
    [InlineData("public partial record struct Store(TelemetryDispatcher Dispatcher)", "")]
    [InlineData(
        "public class Base(TelemetryDispatcher given) { protected TelemetryDispatcher Given => given; } "
        + "public partial class Store(TelemetryDispatcher own) : Base(own)",
        "")]
    public void Event_of_an_instance_is_emitted_by_its_dispatcher(string type, string members)
    {
        var first = new TelemetryDispatcher();
        var second = new TelemetryDispatcher();
        using EventRecorder ofFirst = EventRecorder.Start(first);
        using EventRecorder ofSecond = EventRecorder.Start(second);

        Run(
            $$"""
            {{type}}
            {
                {{members}}

                [TelemetryEvent("{{_name}}")]
                public partial void Saved(string path);

                [TelemetrySpan("{{_name}}.span")]
                public partial TelemetrySpan StartSave(string path);
            }

            public static class Program
            {
                public static void Run(TelemetryDispatcher first, TelemetryDispatcher second)
                {
                    var one = new Store(first);
                    one.Saved("a");
                    one.Saved("b");
                    new Store(second).Saved("c");
                    one.StartSave("d").Stop();
                    if (one.IsSavedEnabled != true) throw new Exception();
                }
            }
            """,
            first,
            second);

        Assert.Equal(["a", "b"], Paths(ofFirst));
        Assert.Equal(["c"], Paths(ofSecond));
        Assert.Equal(2, ofFirst.Named($"{_name}.span.*").Count);
    }

    [Fact]
    public void Dispatcher_that_is_null_stands_for_the_default_one()
    {
        using EventRecorder recorder = EventRecorder.Start(TelemetryDispatcher.Default, _name);

        Run(
            $$"""
            public partial class Store(TelemetryDispatcher? dispatcher)
            {
                [TelemetryEvent("{{_name}}")]
                public partial void Saved(string path);
            }

            public partial struct Other
            {
                [TelemetryEvent("{{_name}}.other")]
                public readonly partial void Saved(string path);
            }

            public static class Program
            {
                public static void Run() { new Store(null).Saved("a"); default(Other).Saved("b"); }
            }
            """);

        Assert.Equal(["a"], Paths(recorder));
    }

    [Fact]
    public void Dispatcher_that_changes_is_followed()
    {
        var first = new TelemetryDispatcher();
        var second = new TelemetryDispatcher();
        using EventRecorder recorder = EventRecorder.Start(second);

        Run(
            $$"""
            public partial class Store
            {
                public TelemetryDispatcher? Dispatcher;

                [TelemetryEvent("{{_name}}")]
                public partial void Saved(string path);
            }

            public static class Program
            {
                public static void Run(TelemetryDispatcher first, TelemetryDispatcher second)
                {
                    var store = new Store { Dispatcher = first };
                    store.Saved("a");
                    store.Dispatcher = second;
                    store.Saved("b");
                }
            }
            """,
            first,
            second);

        Assert.Equal(["b"], Paths(recorder));
    }

    [Fact]
    public void Typed_handler_is_attached_to_the_dispatcher_that_is_given()
    {
        var dispatcher = new TelemetryDispatcher();

        object? seen = Run(
            $$"""
            public partial class Store(TelemetryDispatcher dispatcher)
            {
                [TelemetryEvent("{{_name}}")]
                public partial void Saved(string path);
            }

            public static class Program
            {
                public static string Run(TelemetryDispatcher dispatcher)
                {
                    string seen = "";
                    Store.AttachSaved("typed", saved => seen += saved.Path, dispatcher);
                    new Store(dispatcher).Saved("a");
                    return seen;
                }
            }
            """,
            dispatcher);

        Assert.Equal("a", seen);
    }

    private static string[] Paths(EventRecorder recorder) =>
        [.. recorder.Records.Where(record => record.Measurements.Count == 0).Select(record => record.Metadata["path"].ToString())];

    private static object? Run(string code, params object?[] arguments) =>
        Generated.From($"using System;\nusing Telemetry;\n{code}").Run("Run", arguments);
}
