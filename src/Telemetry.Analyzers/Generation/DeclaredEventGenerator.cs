using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Telemetry.Analyzers;

/// <summary>Implements methods that declare events and spans, and writes the declarations of the assembly.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class DeclaredEventGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step that gives the methods to implement.</summary>
    public const string MethodStep = "Methods";

    /// <summary>The name of the step that gives the diagnostics.</summary>
    public const string DiagnosticStep = "Diagnostics";

    /// <summary>The name of the step that gives the declarations of the assembly.</summary>
    public const string DeclarationStep = "Declarations";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<MethodResult> events = Find(context, AttributeNames.Event, isSpan: false);
        IncrementalValuesProvider<MethodResult> spans = Find(context, AttributeNames.Span, isSpan: true);
        IncrementalValueProvider<EquatableArray<MethodModel>> eventMethods = Implement(context, events);
        IncrementalValueProvider<EquatableArray<MethodModel>> spanMethods = Implement(context, spans);

        context.RegisterSourceOutput(
            eventMethods.Combine(spanMethods).WithTrackingName(DeclarationStep),
            static (output, methods) =>
            {
                MethodModel[] all = [.. methods.Left, .. methods.Right];
                if (all.Length > 0)
                {
                    output.AddSource(DeclarationSource.FileName, SourceText.From(DeclarationSource.Write(all), Encoding.UTF8));
                }
            });

        // Apart from the methods, as locations change with every edit above them.
        context.RegisterSourceOutput(
            Declared(events).Combine(Declared(spans)),
            static (output, names) => DuplicateNames.Report(output.ReportDiagnostic, [.. names.Left, .. names.Right]));
    }

    private static IncrementalValuesProvider<MethodResult> Find(
        IncrementalGeneratorInitializationContext context, string attribute, bool isSpan) =>
        context.SyntaxProvider.ForAttributeWithMetadataName(
            attribute,
            static (node, _) => node is MethodDeclarationSyntax,
            (found, cancellation) => MethodReader.Read(found, isSpan, cancellation));

    private static IncrementalValueProvider<EquatableArray<MethodModel>> Implement(
        IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<MethodResult> results)
    {
        IncrementalValuesProvider<MethodModel> methods = results
            .Where(static result => result.Model is not null)
            .Select(static (result, _) => result.Model!)
            .WithTrackingName(MethodStep);
        context.RegisterSourceOutput(methods, static (output, method) => output.AddSource(
            MethodSource.FileName(method), SourceText.From(MethodSource.Write(method), Encoding.UTF8)));
        context.RegisterSourceOutput(
            results.SelectMany(static (result, _) => result.Diagnostics.ToImmutableArray()).WithTrackingName(DiagnosticStep),
            static (output, diagnostic) => output.ReportDiagnostic(diagnostic.ToDiagnostic()));
        return methods.Collect().Select(static (all, _) => new EquatableArray<MethodModel>([.. all]));
    }

    private static IncrementalValueProvider<ImmutableArray<DeclaredNames>> Declared(IncrementalValuesProvider<MethodResult> results) =>
        results.Where(static result => result.Declared is not null).Select(static (result, _) => result.Declared!).Collect();
}
