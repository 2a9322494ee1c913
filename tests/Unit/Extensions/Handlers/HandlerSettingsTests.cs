using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Telemetry.Extensions;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Extensions;

/// <summary>Settings of the configuration for handlers that the code adds.</summary>
public sealed class HandlerSettingsTests
{
    [Fact]
    public async Task Settings_of_an_id_take_the_place_of_those_of_the_code()
    {
        await using HostOfATest host = await HostOfATest.StartAsync(
            static builder => builder.AddHandler<RecordingHandler>("order.*", static options => options.Buffer = new() { Capacity = 7 }),
            """
            {
              "Handlers": {
                "recordinghandler": {
                  "Events": ["cart.*", "order.placed"],
                  "FailurePolicy": 3,
                  "CollectsStatistics": true,
                  "Where": { "status": ["200", "5*"] },
                  "WhereNot": { "test": "true" },
                  "Throttle": "10s",
                  "ThrottleBy": "customer",
                  "Once": true,
                  "Buffer": { "FullMode": "dropoldest", "DrainTimeout": "00:00:02" }
                }
              }
            }
            """);

        Assert.True(host.Dispatcher.TryGetHandler("RecordingHandler", out HandlerRegistration? handler));
        HandlerOptions options = handler.Options;
        Assert.Equal("cart.* order.placed", string.Join(' ', handler.Patterns));
        Assert.Equal(FailurePolicy.DetachAfter(3), options.FailurePolicy);
        Assert.True(options.CollectsStatistics);
        Assert.Equal("status = 200, 5*", Assert.Single(options.Where).ToString());
        Assert.Equal("test = true", Assert.Single(options.WhereNot).ToString());
        Assert.Equal(TimeSpan.FromSeconds(10), options.Throttle);
        Assert.Equal(["customer"], options.ThrottleBy);
        Assert.True(options.Once);
        Assert.Equal(7, options.Buffer!.Capacity);
        Assert.Equal(BufferFullMode.DropOldest, options.Buffer.FullMode);
        Assert.Equal(TimeSpan.FromSeconds(2), options.Buffer.DrainTimeout);
    }

    [Fact]
    public async Task Batches_have_the_size_of_the_configuration()
    {
        var batches = new List<int>();
        await using HostOfATest host = await HostOfATest.StartAsync(
            builder =>
            {
                builder.Services.AddSingleton(batches);
                builder.AddHandler<BatchHandler>("order.*", static options => options.Batch = new() { MaxDelay = TimeSpan.FromHours(1) });
            },
            """{ "Handlers": { "BatchHandler": { "Batch": { "MaxSize": 3 } } } }""");

        for (int i = 0; i < 7; i++)
        {
            host.Dispatcher.Execute("order.placed");
        }

        await host.StopAsync();

        Assert.Equal([3, 3, 1], batches);
    }

    [Fact]
    public async Task Batches_of_a_handler_that_does_not_take_them_are_an_error()
    {
        await using var host = new HostOfATest(
            static builder => builder.AddHandler<RecordingHandler>("order.*"),
            """{ "Handlers": { "RecordingHandler": { "Batch": { "MaxSize": 3 } } } }""");

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        string failure = Assert.Single(error.Failures);
        Assert.StartsWith("Telemetry:Handlers:RecordingHandler:Batch: there is no such setting.", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Detach", "Detach")]
    [InlineData("keep", "Keep")]
    [InlineData("KeepAlways", "KeepAlways")]
    [InlineData("1", "Detach")]
    public async Task Failure_policy_is_a_word_or_a_number(string text, string policy)
    {
        await using HostOfATest host = await HostOfATest.StartAsync(
            static builder => builder.AddHandler<RecordingHandler>("order.*"),
            $$"""{ "Handlers": { "RecordingHandler": { "FailurePolicy": "{{text}}" } } }""");

        Assert.True(host.Dispatcher.TryGetHandler("RecordingHandler", out HandlerRegistration? handler));
        Assert.Equal(policy, handler.Options.FailurePolicy.ToString());
    }

    [Fact]
    public async Task Handler_that_is_not_enabled_is_not_attached()
    {
        await using HostOfATest host = await HostOfATest.StartAsync(
            static builder => builder.AddHandler<RecordingHandler>("order.*"),
            """{ "Handlers": { "RecordingHandler": { "Enabled": false } } }""");

        Assert.Empty(host.Dispatcher.List("order"));
    }

    [Fact]
    public async Task Settings_for_an_unknown_handler_are_a_warning_with_the_nearest_id()
    {
        await using HostOfATest host = await HostOfATest.StartAsync(
            static builder => builder.AddHandler<RecordingHandler>("order.*"),
            """{ "Handlers": { "RecordingHandlers": { "Once": true } } }""");

        string message = Assert.Single(host.Log.MessagesOf("Handlers"));
        Assert.Contains("'RecordingHandlers' (Telemetry:Handlers:RecordingHandlers)", message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'RecordingHandler'?", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_are_reported_at_once_with_their_keys()
    {
        await using var host = new HostOfATest(
            static builder => builder.AddHandler<RecordingHandler>("order.*"),
            """
            {
              "Handlers": {
                "RecordingHandler": {
                  "Events": ["order..placed"],
                  "Enabled": "yes",
                  "FailurePolicy": "Retry",
                  "Throttel": "10s",
                  "Throttle": "soon",
                  "Where": "status",
                  "Buffer": { "Capacity": 0, "FullMode": "Wait", "Size": 3 }
                },
                "other": { "Once": 1, "Throttle": "-00:00:05", "ThrottleBy": [" "] }
              },
              "Handler": { }
            }
            """);

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        string[] failures = [.. error.Failures];
        string[] expected =
        [
            "Telemetry:Handlers:RecordingHandler:Events: ",
            "Telemetry:Handlers:RecordingHandler:Enabled: it is 'yes'. Write true or false.",
            "Telemetry:Handlers:RecordingHandler:FailurePolicy: it is 'Retry'. Write Detach, Keep, KeepAlways, or the number",
            "Telemetry:Handlers:RecordingHandler:Where: it is 'status'. Write a map",
            "Telemetry:Handlers:RecordingHandler:Throttle: it is 'soon'. Write a number of seconds",
            "Telemetry:Handlers:RecordingHandler:Buffer:Capacity: it is '0'. The capacity is at least 1.",
            "Telemetry:Handlers:RecordingHandler:Buffer:FullMode: there is no 'Wait'. Known are DropWrite, DropOldest.",
            "Telemetry:Handlers:RecordingHandler:Buffer:Size: there is no such setting.",
            "Telemetry:Handlers:RecordingHandler:Throttel: there is no such setting. Did you mean 'Throttle'?",
            "Telemetry:Handlers:other:Once: it is '1'. Write true or false.",
            "Telemetry:Handlers:other:Throttle: it is '-00:00:05'. Write a number of seconds",
            "Telemetry:Handlers:other:ThrottleBy: a key is blank.",
            "Telemetry:Handler: there is no such setting. Did you mean 'Handlers'?",
        ];
        Assert.Equal(expected.Length, failures.Length);
        Assert.All(expected, start => Assert.Contains(failures, failure => failure.StartsWith(start, StringComparison.Ordinal)));
    }

    private sealed class BatchHandler(List<int> batches) : IBatchTelemetryHandler
    {
        public ValueTask HandleAsync(IReadOnlyList<EventRecord> records, CancellationToken cancellation)
        {
            batches.Add(records.Count);
            return default;
        }
    }
}
