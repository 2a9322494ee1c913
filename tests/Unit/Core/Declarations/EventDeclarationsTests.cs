using System.Reflection;
using System.Reflection.Emit;

namespace Telemetry.Tests.Core;

/// <summary>Sets of declarations, and the declarations of assemblies.</summary>
public sealed class EventDeclarationsTests
{
    private readonly EventDeclarations _declarations = new();

    [Fact]
    public void First_declaration_counts_until_it_is_removed()
    {
        IDisposable first = _declarations.Add([new("a.b", "first"), new("c")]);
        _declarations.Add([new("A.B", "second")]);

        Assert.Equal(["a.b: first", "c: "], Texts());
        Assert.True(_declarations.TryGet(EventName.Parse("A.b"), out EventDeclaration? declared));
        Assert.Equal("first", declared.Description);

        first.Dispose();
        first.Dispose();

        Assert.Equal(["A.B: second"], Texts());
        Assert.False(_declarations.TryGet(EventName.Parse("c"), out _));
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>("declarations", () => _declarations.Add(null!));
        Assert.Throws<ArgumentNullException>("declarations", () => _declarations.Add([null!]));
        Assert.Throws<ArgumentNullException>("name", () => _declarations.TryGet(null!, out _));
        Assert.Throws<ArgumentNullException>("assembly", () => EventDeclarations.FromAssembly(null!));
        Assert.Throws<ArgumentNullException>("assembly", () => _declarations.AddAssembly(null!));
    }

    [Fact]
    public void Assembly_carries_declarations_as_attributes()
    {
        Assembly assembly = Build(
            Event("lib.saved", description: "Saved."),
            Field("lib.saved", DeclaredFieldPart.Measurement, "bytes", DeclaredType.Integer, ("Unit", "byte"), ("MetricType", "Sum")),
            Field("LIB.saved", DeclaredFieldPart.Metadata, "path", DeclaredType.Text, ("IsOptional", true), ("Values", new[] { "a" })),
            Event("lib.load.start", span: "lib.load"),
            Field("lib.load.start", DeclaredFieldPart.Metadata, "path", DeclaredType.Text),
            Event("lib.load.stop", span: "lib.load"),
            Field("lib.load.stop", DeclaredFieldPart.Measurement, "lines", DeclaredType.Integer),
            Event("lib.load.exception", span: "lib.load", description: "It failed."),
            Event("lib.load.progress", span: "lib.load"));

        IReadOnlyList<EventDeclaration> declared = EventDeclarations.FromAssembly(assembly);

        Assert.Equal(
            ["lib.saved", "lib.load.start", "lib.load.stop", "lib.load.exception", "lib.load.progress"], declared.Select(one => $"{one}"));
        Assert.Equal(("Saved.", assembly.GetName().Name), (declared[0].Description, declared[0].Source));
        Assert.Equal(("byte", "Sum"), (declared[0].Measurements[0].Unit, declared[0].Measurements[0].MetricType));
        Assert.Equal(("path (Text, optional)", "a"), ($"{declared[0].Metadata[0]}", declared[0].Metadata[0].Values[0]));
        Assert.Equal(["duration", "monotonic_time", "lines"], declared[2].Measurements.Select(field => field.Key));
        Assert.Equal("It failed.", declared[3].Description);
        Assert.Contains(declared[3].Metadata, field => field.Key == "path");
        Assert.Empty(declared[4].Measurements);
        Assert.Equal("lib.load", $"{declared[4].Span}");
    }

    [Fact]
    public void Assembly_is_added_once()
    {
        Assembly assembly = Build(Event("lib.saved"));
        IDisposable other = _declarations.Add([new("lib.saved", "other")]);

        _declarations.AddAssembly(assembly);
        _declarations.AddAssembly(assembly);
        other.Dispose();

        Assert.Equal(["lib.saved: "], Texts());
        Assert.Empty(EventDeclarations.FromAssembly(typeof(object).Assembly));
    }

    [Fact]
    public void Assembly_with_an_invalid_declaration_is_refused_but_does_not_break_the_queries_of_the_process()
    {
        string name = $"lib{Guid.NewGuid():N}";
        Assembly assembly = Build(
            Event("a b"),
            Event($"{name}.good"),
            Event($"{name}.bad"),
            Field($"{name}.bad", DeclaredFieldPart.Measurement, "n", DeclaredType.Text));

        Assert.Throws<FormatException>(() => EventDeclarations.FromAssembly(assembly));
        Assert.Throws<ArgumentException>(
            () => EventDeclarations.FromAssembly(Build(Event("a"), Field("b", DeclaredFieldPart.Metadata, "k", DeclaredType.Any))));
        Assert.True(EventDeclarations.Default.TryGet(EventName.Parse($"{name}.good"), out _));
        Assert.False(EventDeclarations.Default.TryGet(EventName.Parse($"{name}.bad"), out _));
    }

    [Fact]
    public void Assembly_that_is_loaded_after_the_first_query_is_found_at_the_next()
    {
        string name = $"lib{Guid.NewGuid():N}";
        Assert.False(EventDeclarations.Default.TryGet(EventName.Parse($"{name}.saved"), out _));

        Build(Event($"{name}.saved"));

        Assert.True(EventDeclarations.Default.TryGet(EventName.Parse($"{name}.saved"), out _));
        Assert.Contains(EventDeclarations.Default.List(), declared => $"{declared}" == $"{name}.saved");
        Assert.False(_declarations.TryGet(EventName.Parse($"{name}.saved"), out _));
    }

    [Fact]
    public void Queries_on_several_threads_find_all_declarations()
    {
        string name = $"lib{Guid.NewGuid():N}";
        Build(Event($"{name}.saved"));

        Parallel.For(0, 32, _ => Assert.True(EventDeclarations.Default.TryGet(EventName.Parse($"{name}.saved"), out EventDeclaration? _)));
    }

    private string[] Texts() => [.. _declarations.List().Select(declared => $"{declared}: {declared.Description}")];

    private static CustomAttributeBuilder Event(string name, string? span = null, string? description = null) => Create(
        typeof(DeclaredEventAttribute), [name], ("Span", span), ("Description", description));

    private static CustomAttributeBuilder Field(
        string name, DeclaredFieldPart part, string key, DeclaredType type, params (string, object?)[] properties) =>
        Create(typeof(DeclaredFieldAttribute), [name, part, key, type], properties);

    private static CustomAttributeBuilder Create(Type type, object[] arguments, params (string Name, object? Value)[] properties)
    {
        (string Name, object? Value)[] given = [.. properties.Where(property => property.Value is not null)];
        return new(
            type.GetConstructors()[0],
            arguments,
            [.. given.Select(property => type.GetProperty(property.Name)!)],
            [.. given.Select(property => property.Value!)]);
    }

    private static AssemblyBuilder Build(params CustomAttributeBuilder[] attributes)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName($"Lib{Guid.NewGuid():N}"), AssemblyBuilderAccess.Run);
        foreach (CustomAttributeBuilder attribute in attributes)
        {
            assembly.SetCustomAttribute(attribute);
        }

        return assembly;
    }
}
