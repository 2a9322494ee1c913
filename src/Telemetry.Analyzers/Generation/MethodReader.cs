using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telemetry.Analyzers;

/// <summary>Reads a method that declares an event or a span.</summary>
internal sealed class MethodReader
{
    private readonly MethodDeclarationSyntax _syntax;
    private readonly IMethodSymbol _method;
    private readonly AttributeData _attribute;
    private readonly Compilation _compilation;
    private readonly bool _isSpan;
    private readonly MethodProblems _problems = new();

    private MethodReader(GeneratorAttributeSyntaxContext context, bool isSpan)
    {
        _syntax = (MethodDeclarationSyntax)context.TargetNode;
        _method = (IMethodSymbol)context.TargetSymbol;
        _attribute = context.Attributes[0];
        _compilation = context.SemanticModel.Compilation;
        _isSpan = isSpan;
    }

    internal static MethodResult Read(GeneratorAttributeSyntaxContext context, bool isSpan, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return new MethodReader(context, isSpan).Read();
    }

    private MethodResult Read()
    {
        string name = _attribute.ConstructorArguments is [{ Value: string given }] ? given : string.Empty;
        CheckName(name);
        CheckMethod();
        CheckTypes();
        var documentation = DocumentationText.Of(_syntax);
        var fields = new FieldReader(_method, name, documentation, _problems);
        EquatableArray<FieldModel> ofParameters = fields.ReadParameters(_isSpan);
        EquatableArray<FieldModel> ofMethod = fields.ReadMethod(_isSpan);
        DispatcherModel? dispatcher = DispatcherReader.Read(_method, _problems);
        if (!_problems.IsEmpty)
        {
            return new(null, _problems.Diagnostics, null);
        }

        string stem = GeneratedNames.StemOf(_method.Name, _isSpan);
        var model = new MethodModel
        {
            Namespace = _method.ContainingNamespace.IsGlobalNamespace ? string.Empty : _method.ContainingNamespace.ToDisplayString(),
            Types = Types(),
            Name = Identifier.Escape(_method.Name),
            Stem = stem,
            Modifiers = string.Concat(_syntax.Modifiers.Where(IsKept).Select(modifier => $"{modifier.Text} ")),
            Accessibility = SyntaxFacts.GetText(_method.DeclaredAccessibility),
            IsStatic = _method.IsStatic,
            IsSpan = _isSpan,
            EventName = name,
            Description = Named("Description") as string ?? documentation.Summary,
            IsAlwaysEnabled = Named("AlwaysEnabled") is true,
            Parameters = Parameters(),
            Fields = WithUniqueProperties(ofParameters),
            StopFields = WithUniqueProperties(ofMethod),
            Dispatcher = dispatcher,
            UsesCollectionExpressions = UsesCollectionExpressions(),
        };
        var location = LocationModel.Of(_syntax.Identifier.GetLocation());
        return new(
            model,
            _problems.Diagnostics,
            new($"{_method.ContainingType.Name}.{_method.Name}", new([.. model.EventNames]), location));
    }

    private void CheckName(string name)
    {
        if (EventNameSyntax.FindProblem(name) is { } problem)
        {
            Location location = _attribute.ApplicationSyntaxReference?.GetSyntax().GetLocation() ?? _syntax.Identifier.GetLocation();
            _problems.Add(GenerationDescriptors.InvalidName, location, EventNameSyntax.Printable(name), problem);
        }
    }

    private void CheckMethod()
    {
        Location location = _syntax.Identifier.GetLocation();
        if (!_syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
        {
            _problems.Add(GenerationDescriptors.NotPartial, location, _method.Name, "Add 'partial', and end it with a semicolon.");
        }
        else if (_syntax.Body is not null || _syntax.ExpressionBody is not null || _method.PartialImplementationPart is not null)
        {
            _problems.Add(GenerationDescriptors.NotPartial, location, _method.Name, "Remove the body.");
        }

        bool isReturned = _isSpan ? FieldReader.IsSpan(_method.ReturnType) : _method.ReturnsVoid;
        if (!isReturned || _method.ReturnsByRef || _method.ReturnsByRefReadonly)
        {
            _problems.Add(
                GenerationDescriptors.WrongReturnType,
                _syntax.ReturnType.GetLocation(),
                _method.Name,
                _isSpan ? "a span" : "an event",
                _isSpan ? "TelemetrySpan" : "void");
        }

        if (_method.IsGenericMethod || ContainingTypes().Any(type => type.IsGenericType))
        {
            _problems.Add(GenerationDescriptors.Generic, location, _method.Name);
        }

        if (_isSpan && _method.Parameters.Where(parameter => FieldReader.IsSpan(parameter.Type)).Skip(1).FirstOrDefault() is { } second)
        {
            _problems.Add(
                GenerationDescriptors.InvalidParameter,
                second.Locations[0],
                second.Name,
                "a span has one parent, which another parameter is");
        }

        if (((CSharpParseOptions)_syntax.SyntaxTree.Options).LanguageVersion < LanguageVersion.CSharp9)
        {
            _problems.Add(GenerationDescriptors.OldLanguage, location, _method.Name);
        }

        if (GeneratedNames.FindTaken(_method, _isSpan) is { } taken)
        {
            _problems.Add(GenerationDescriptors.NameTaken, location, taken, _method.Name, _method.ContainingType.Name);
        }
    }

    private void CheckTypes()
    {
        foreach (TypeDeclarationSyntax type in _syntax.Ancestors().OfType<TypeDeclarationSyntax>())
        {
            string name = type.Identifier.Text;
            Location location = type.Identifier.GetLocation();
            if (!type.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                _problems.Add(GenerationDescriptors.InvalidType, location, name, "is not partial", "Add 'partial' to the type.");
            }

            if (type.Modifiers.Any(SyntaxKind.FileKeyword))
            {
                _problems.Add(GenerationDescriptors.InvalidType, location, name, "is visible in its file alone", "Remove 'file'.");
            }

            if (type is InterfaceDeclarationSyntax)
            {
                string remedy = "Declare the event in a class, a struct or a record.";
                _problems.Add(GenerationDescriptors.InvalidType, location, name, "is an interface", remedy);
            }
        }
    }

    private EquatableArray<TypeModel> Types() => new(
    [
        .. ContainingTypes().Reverse().Select(type => new TypeModel(
            type.IsRecord ? (type.IsValueType ? "record struct" : "record") : type.IsValueType ? "struct" : "class",
            Identifier.Escape(type.Name))),
    ]);

    private IEnumerable<INamedTypeSymbol> ContainingTypes()
    {
        for (INamedTypeSymbol? type = _method.ContainingType; type is not null; type = type.ContainingType)
        {
            yield return type;
        }
    }

    private EquatableArray<ParameterModel> Parameters() => new(
    [
        .. _syntax.ParameterList.Parameters.Select((syntax, index) => new ParameterModel(
            string.Concat(syntax.Modifiers.Select(modifier => $"{modifier.Text} ")),
            ValueTypes.SignatureName(_method.Parameters[index].Type),
            Identifier.Escape(_method.Parameters[index].Name),
            _isSpan && FieldReader.IsSpan(_method.Parameters[index].Type))),
    ]);

    private static bool IsKept(SyntaxToken modifier) => !modifier.IsKind(SyntaxKind.PartialKeyword);

    // On another platform, such an expression is an array that is allocated at each emit, with or without handlers.
    private bool UsesCollectionExpressions() =>
        ((CSharpParseOptions)_syntax.SyntaxTree.Options).LanguageVersion >= LanguageVersion.CSharp12
        && _compilation.GetSpecialType(SpecialType.System_Object).ContainingAssembly
            .GetTypeByMetadataName("System.Runtime.CompilerServices.InlineArrayAttribute") is not null;

    private object? Named(string name) =>
        _attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value is { Kind: not TypedConstantKind.Error } value
            ? value.Value : null;

    private EquatableArray<FieldModel> WithUniqueProperties(EquatableArray<FieldModel> fields)
    {
        HashSet<string> taken = [.. PayloadMembers.Reserved, .. _isSpan ? PayloadMembers.OfSpan : []];
        var unique = new List<FieldModel>(fields.Count);
        foreach (FieldModel field in fields)
        {
            string property = field.Property;
            while (!taken.Add(property))
            {
                property += "Value";
            }

            unique.Add(field with { Property = property });
        }

        return new([.. unique]);
    }
}
