using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Telemetry.Analyzers;

/// <summary>A constant key that is written in the measurements or the metadata of an event.</summary>
/// <param name="Key">The key.</param>
/// <param name="Expression">The expression of the key.</param>
/// <param name="Entry">The whole entry.</param>
internal sealed record PayloadKey(string Key, ExpressionSyntax Expression, SyntaxNode Entry);
