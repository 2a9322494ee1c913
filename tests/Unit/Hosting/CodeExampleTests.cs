using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Telemetry.Analyzers;
using Telemetry.Tests.Support;

namespace Telemetry.Tests.Hosting;

/// <summary>Compiles and runs the C# that the pages show, each example as a program of its own. Not beside other tests, as
/// it takes the process's console.</summary>
[Trait("Category", "Slow")]
[Collection(SharedDispatcher.Name)]
public sealed class CodeExampleTests
{
    // A library built for an older .NET than the one that runs: no warning in a project, either.
    private const string NewerPlatform = "CS1701";

    public static TheoryData<string, int, string, string> Examples() => DocumentedExample.All("csharp");

    [Theory]
    [MemberData(nameof(Examples))]
    public void Program_prints_what_its_page_says(string page, int line, string code, string output)
    {
        Action run = Compile($"{page}, line {line}", code);
        TextWriter console = Console.Out;
        CultureInfo culture = CultureInfo.CurrentCulture;
        using var written = new StringWriter();
        Console.SetOut(written);

        // The pages show numbers and times of no country.
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            run();
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
            Console.SetOut(console);
        }

        Assert.Equal(DocumentedExample.Stable(output), DocumentedExample.Stable(written.ToString().ReplaceLineEndings("\n").TrimEnd('\n')));
        Assert.Empty(TelemetryDispatcher.Default.List());
    }

    private static Action Compile(string name, string code)
    {
        string[] assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            $"Example{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(CSharp.ImplicitUsings), CSharpSyntaxTree.ParseText(code)],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
                .WithSpecificDiagnosticOptions([new(NewerPlatform, ReportDiagnostic.Suppress)]));

        // As the package does, which contains the generator.
        CSharpGeneratorDriver.Create(new DeclaredEventGenerator()).RunGeneratorsAndUpdateCompilation(
            compilation, out Compilation withGenerated, out ImmutableArray<Diagnostic> ofGenerator);
        using var image = new MemoryStream();
        EmitResult result = withGenerated.Emit(image);
        Assert.True(
            result.Success && !result.Diagnostics.Concat(ofGenerator).Any(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning),
            $"{name}:\n{string.Join('\n', result.Diagnostics.Concat(ofGenerator))}");
        return () => System.Reflection.Assembly.Load(image.ToArray()).EntryPoint!.Invoke(null, [Array.Empty<string>()]);
    }
}
