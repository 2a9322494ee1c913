using System.Globalization;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Core;

/// <summary>The comparison of an event with its declaration.</summary>
public sealed class DeclarationCheckTests
{
    private static readonly EventName s_name = EventName.Parse("web.done");

    public static TheoryData<DeclaredType, object, bool> Values => new()
    {
        { DeclaredType.Integer, 1, true },
        { DeclaredType.Integer, ulong.MaxValue, true },
        { DeclaredType.Integer, (sbyte)1, true },
        { DeclaredType.Integer, 3.0, true },
        { DeclaredType.Integer, 3.0m, true },
        { DeclaredType.Integer, 3.5, false },
        { DeclaredType.Integer, 3.5m, false },
        { DeclaredType.Integer, double.NaN, false },
        { DeclaredType.Integer, double.PositiveInfinity, false },
        { DeclaredType.Integer, TimeSpan.Zero, false },
        { DeclaredType.Integer, "1", false },
        { DeclaredType.Number, 1, true },
        { DeclaredType.Number, 1.5f, true },
        { DeclaredType.Number, 1.5m, true },
        { DeclaredType.Number, "1.5", false },
        { DeclaredType.Number, DateTime.UnixEpoch, false },
        { DeclaredType.Duration, TimeSpan.Zero, true },
        { DeclaredType.Duration, 5, false },
        { DeclaredType.Time, DateTime.UnixEpoch, true },
        { DeclaredType.Time, DateTimeOffset.UnixEpoch, true },
        { DeclaredType.Time, TimeSpan.Zero, false },
        { DeclaredType.Text, "a", true },
        { DeclaredType.Text, 'a', true },
        { DeclaredType.Text, Guid.Empty, true },
        { DeclaredType.Text, DayOfWeek.Monday, true },
        { DeclaredType.Text, 1, false },
        { DeclaredType.Text, Array.Empty<object>(), false },
        { DeclaredType.Boolean, true, true },
        { DeclaredType.Boolean, 1, false },
        { DeclaredType.Any, Array.Empty<object>(), true },
        { DeclaredType.Any, 1, true },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Value_is_of_the_declared_type_whatever_its_width(DeclaredType type, object value, bool isOfType)
    {
        var declared = new EventDeclaration(s_name, metadata: [new("k", type)]);
        KeyValuePair<string, MetadataValue>[] metadata = [new("k", MetadataValue.From(value))];

        IReadOnlyList<DeclarationProblem> problems = declared.Check(new EventData(s_name, default, metadata));

        Assert.Equal(isOfType ? [] : [DeclarationProblemKind.WrongType], problems.Select(problem => problem.Kind));
        if (type is not (DeclaredType.Any or DeclaredType.Text or DeclaredType.Boolean)
            && MeasurementValue.TryFrom(value, out MeasurementValue number) && value is not string)
        {
            declared = new EventDeclaration(s_name, measurements: [new("k", type)]);
            KeyValuePair<string, MeasurementValue>[] measurements = [new("k", number)];
            Assert.Equal(isOfType ? 0 : 1, declared.Check(new EventData(s_name, measurements)).Count);
        }
    }

    [Fact]
    public void Messages_say_what_to_do()
    {
        var declared = new EventDeclaration(
            s_name,
            null,
            [new("duration", DeclaredType.Duration), new("bytes", DeclaredType.Integer, isOptional: true)],
            [
                new("route", DeclaredType.Text), new("outcome", DeclaredType.Text, values: ["hit", "miss"]),
                new("user", DeclaredType.Text, isOptional: true),
            ]);

        Assert.Equal(
            [
                "MissingMeasurement duration: Event 'web.done' lacks its declared measurement 'duration'. Pass it, or declare it as "
                + "optional.",
                "WrongType bytes: Measurement 'bytes' of event 'web.done' is '1.5', of type Double, but is declared as Integer. Pass a "
                + "number without a fraction, or change the declaration.",
                "MissingMetadata route: Event 'web.done' lacks its declared metadata 'route'. Pass it, or declare it as optional.",
                "UnknownValue outcome: Metadata 'outcome' of event 'web.done' is 'mis', which is not a declared value. Did you mean 'miss'?"
                + " Pass a declared value, or declare this one too.",
                "UnknownMeasurement durations: The measurement 'durations' of event 'web.done' is not declared. Did you mean 'duration'? "
                + "Correct the key, or declare it.",
                "UnknownMeasurement user: The measurement 'user' of event 'web.done' is not declared. It is declared as metadata: pass it "
                + "there.",
                "UnknownMetadata something_else: The metadata 'something_else' of event 'web.done' is not declared. Declared keys: "
                + "'outcome', 'route', 'user'. Correct the key, or declare it.",
            ],
            Check(
                declared,
                [new("durations", TimeSpan.Zero), new("BYTES", 1.5), new("user", 1)],
                [new("route", null), new("outcome", "mis"), new("something_else", 1)]));
    }

    [Fact]
    public void Event_that_is_as_declared_has_no_problems_and_costs_no_memory()
    {
        var declared = new EventDeclaration(
            s_name,
            null,
            [new("n", DeclaredType.Integer), new("m", DeclaredType.Number, isOptional: true)],
            [new("k", DeclaredType.Text, values: ["a"]), new("o", isOptional: true)]);
        KeyValuePair<string, MeasurementValue>[] measurements = [new("N", 1)];
        KeyValuePair<string, MetadataValue>[] metadata = [new("K", "A"), new("o", null)];

        int problems = 0;
        double bytes = Allocated.BytesPerCall(() => problems += declared.Check(new EventData(s_name, measurements, metadata)).Count);

        Assert.Equal((0, 0.0), (problems, bytes));
    }

    [Fact]
    public void Values_are_compared_as_text()
    {
        var declared = new EventDeclaration(s_name, metadata: [new("status", values: ["200", "monday", "true"])]);

        foreach (object value in new object[] { 200, 200.0, "200", DayOfWeek.Monday, true, "MONDAY" })
        {
            Assert.Empty(Check(declared, [], [new("status", MetadataValue.From(value))]));
        }

        Assert.Single(Check(declared, [], [new("status", 201)]));
    }

    [Fact]
    public void Object_that_has_no_text_is_a_problem_and_no_failure()
    {
        var declared = new EventDeclaration(s_name, metadata: [new("k", values: ["a"])]);

        string problem = Assert.Single(Check(declared, [], [new("k", MetadataValue.From(new Mute()))]));
        Assert.Contains(nameof(Mute), problem, StringComparison.Ordinal);
    }

    private static string[] Check(
        EventDeclaration declared, KeyValuePair<string, MeasurementValue>[] measurements, KeyValuePair<string, MetadataValue>[] metadata) =>
        [
            .. declared.Check(new EventData(s_name, measurements, metadata))
                .Select(problem => string.Create(CultureInfo.InvariantCulture, $"{problem.Kind} {problem.Key}: {problem}")),
        ];

    private sealed class Mute
    {
        public override string ToString() => throw new InvalidOperationException();
    }
}
