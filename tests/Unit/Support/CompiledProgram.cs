using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using Telemetry.Analyzers;

namespace Telemetry.Tests.Support;

/// <summary>Compiles programs in C# that the pages show.</summary>
internal static class CompiledProgram
{
    // A library built for an older .NET than the one that runs: no warning in a project, either.
    private const string NewerPlatform = "CS1701";

    /// <summary>Compiles a program without errors and warnings.</summary>
    /// <param name="name">Its place, for the message of an error.</param>
    /// <param name="code">Its code.</param>
    /// <param name="usings">The usings that its project has without writing them.</param>
    /// <returns>The function that runs the program with arguments, and returns when it has ended.</returns>
    public static Action<string[]> Compile(string name, string code, string usings = CSharp.ImplicitUsings)
    {
        string[] assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var written = CSharpCompilation.Create(
            $"Example{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(usings), CSharpSyntaxTree.ParseText(code)],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable)
                .WithSpecificDiagnosticOptions([new(NewerPlatform, ReportDiagnostic.Suppress)]));

        // As the package does, which contains the generator.
        CSharpGeneratorDriver.Create(new DeclaredEventGenerator()).RunGeneratorsAndUpdateCompilation(
            written, out Compilation compilation, out ImmutableArray<Diagnostic> ofGenerator);
        using var image = new MemoryStream();
        EmitResult result = compilation.Emit(image);
        Diagnostic[] problems =
            [.. result.Diagnostics.Concat(ofGenerator).Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
        Assert.True(result.Success && problems.Length == 0, $"{name}:\n{string.Join('\n', problems.AsEnumerable())}");
        return arguments => System.Reflection.Assembly.Load(image.ToArray()).EntryPoint!.Invoke(null, [arguments]);
    }
}
