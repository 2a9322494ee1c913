using System.Linq.Expressions;
using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>
/// The engine's own call of a block, by which its public ones are made and which is internal. A block that writes to no stream is
/// called by it at two thirds of the cost: the output is dropped instead of being collected, and a position that is passed spares the
/// engine a walk through all callers.
/// </summary>
internal static class EngineCall
{
    internal delegate void Call(
        ScriptBlock block, object? underscore, InvocationInfo? position, List<PSVariable>? variables, object?[] arguments);

    // The errors of the block are exceptions, wherever the emitter is.
    private const string WriteToExternalErrorPipe = "WriteToExternalErrorPipe";

    /// <summary>Calls a block in a new scope; null if this engine has no such method.</summary>
    internal static Call? Invoke { get; } = Create();

    /// <summary>The value that stands for no <c>$_</c>.</summary>
    internal static object NoUnderscore => AutomationNull.Value;

    private static Call? Create()
    {
        MethodInfo[] methods = [.. typeof(ScriptBlock)
            .GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(method => method.Name == "InvokeWithPipe")];
        ParameterExpression[] own =
        [
            Expression.Parameter(typeof(ScriptBlock)), Expression.Parameter(typeof(object)), Expression.Parameter(typeof(InvocationInfo)),
            Expression.Parameter(typeof(List<PSVariable>)), Expression.Parameter(typeof(object[])),
        ];
        if (methods.Length != 1)
        {
            return null;
        }

        Expression?[] arguments = [.. methods[0].GetParameters().Select(parameter => ArgumentFor(parameter, own))];
        return Array.TrueForAll(arguments, argument => argument is not null)
            ? Expression.Lambda<Call>(Expression.Call(own[0], methods[0], arguments!), own).Compile()
            : null;
    }

    // Null for a parameter that is not known, with which the method may do something else.
    private static Expression? ArgumentFor(ParameterInfo parameter, ParameterExpression[] own)
    {
        Expression? argument = parameter.Name switch
        {
            "useLocalScope" => Expression.Constant(true),
            "errorHandlingBehavior" when parameter.ParameterType.IsEnum
                && Enum.IsDefined(parameter.ParameterType, WriteToExternalErrorPipe) =>
                Expression.Constant(Enum.Parse(parameter.ParameterType, WriteToExternalErrorPipe)),
            "dollarUnder" => own[1],
            "input" or "scriptThis" => Expression.Constant(NoUnderscore, typeof(object)),
            "invocationInfo" => own[2],
            "variablesToDefine" => own[3],
            "args" => own[4],
            "propagateAllExceptionsToTop" => Expression.Constant(false),
            "outputPipe" or "functionsToDefine" => Expression.Default(parameter.ParameterType),
            _ => null,
        };
        return argument?.Type == parameter.ParameterType ? argument : null;
    }
}
