using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Telemetry.Analyzers.Tests;

/// <summary>The result of the generator for pieces of code.</summary>
internal sealed class Generated
{
    private Generated(GeneratorDriver driver, Compilation compilation, ImmutableArray<Diagnostic> diagnostics)
    {
        Driver = driver;
        Compilation = compilation;
        Diagnostics = diagnostics;
    }

    public GeneratorDriver Driver { get; }

    /// <summary>The code with that of the generator.</summary>
    public Compilation Compilation { get; }

    /// <summary>The diagnostics of the generator.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The generated files, joined.</summary>
    public string Source => string.Join('\n', Driver.GetRunResult().GeneratedTrees.Select(tree => tree.ToString()));

    /// <summary>The errors and warnings of the compiler.</summary>
    public IEnumerable<Diagnostic> Problems =>
        Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);

    public static Generated From(string code, LanguageVersion version = LanguageVersion.Latest) =>
        From(Compile(code, version), version);

    public static Generated From(Compilation compilation, LanguageVersion version = LanguageVersion.Latest)
    {
        GeneratorDriver driver = CreateDriver(version).RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation output, out ImmutableArray<Diagnostic> diagnostics);
        return new(driver, output, diagnostics);
    }

    public static CSharpGeneratorDriver CreateDriver(LanguageVersion version) => CSharpGeneratorDriver.Create(
        [new DeclaredEventGenerator().AsSourceGenerator()],
        parseOptions: new CSharpParseOptions(version),
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static CSharpCompilation Compile(
        string code, LanguageVersion version = LanguageVersion.Latest, IEnumerable<MetadataReference>? references = null) =>
        CSharpCompilation.Create(
            $"Declared{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(version), path: "Code.cs")],
            references ?? Platform.References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                optimizationLevel: OptimizationLevel.Release));

    /// <summary>Compiles and loads the code, in which there is a static class <c>Program</c>.</summary>
    public Assembly Load()
    {
        using var image = new MemoryStream();
        Assert.Empty(Diagnostics);
        Assert.Empty(Problems);
        Assert.True(Compilation.Emit(image).Success);
        image.Position = 0;
        return new AssemblyLoadContext(name: null, isCollectible: false).LoadFromStream(image);
    }

    /// <summary>Compiles and loads the code, and calls a method of its static class <c>Program</c>.</summary>
    public object? Run(string method = "Run", params object?[] arguments) =>
        Load().GetType("Program")!.GetMethod(method)!.Invoke(null, arguments);
}
