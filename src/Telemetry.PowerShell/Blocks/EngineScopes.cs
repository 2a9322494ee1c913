using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>
/// Gives access to the scopes of a session state, which are internal to the engine: the strict mode of a scope cannot be
/// read by other means, and variables only at ten times the cost. Called on the thread of the session.
/// </summary>
/// <remarks>A state and a scope are passed as objects, because their types are internal.</remarks>
internal static class EngineScopes
{
    private const BindingFlags Any =
        BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Type? s_state = EngineType("SessionStateInternal");
    private static readonly Type? s_scope = EngineType("SessionStateScope");

    private static readonly Func<ScriptBlock, object?>? s_stateOfBlock =
        Getter<ScriptBlock, object?>(typeof(ScriptBlock), "SessionStateInternal");

    private static readonly Func<object?>? s_stateOfThread = StateOfThread();
    private static readonly Func<object, object?>? s_current = Getter<object, object?>(s_state, "CurrentScope");
    private static readonly Func<object, object?>? s_module = Getter<object, object?>(s_state, "ModuleScope");
    private static readonly Func<object, object?>? s_global = Getter<object, object?>(s_state, "GlobalScope");
    private static readonly Func<object, object?>? s_parent = Getter<object, object?>(s_scope, "Parent");
    private static readonly Func<object, Version?>? s_strictMode = Getter<object, Version?>(s_scope, "StrictModeVersion");
    private static readonly Action<object, Version?>? s_setStrictMode = Setter<Version?>(s_scope, "StrictModeVersion");
    private static readonly Func<object, string, PSVariable?>? s_variable = VariableReader() ?? VariableGetter();

    /// <summary>Whether this engine has all these members. If it does not, no other member may be called.</summary>
    internal static bool AreKnown { get; } =
        s_stateOfBlock is not null && s_stateOfThread is not null && s_current is not null && s_module is not null && s_global is not null
        && s_parent is not null && s_strictMode is not null && s_setStrictMode is not null && s_variable is not null;

    /// <summary>Gets the state that a block belongs to: that of a module, or of its session; null for a block that runs in
    /// the state of its caller.</summary>
    internal static object? StateOf(ScriptBlock block) => s_stateOfBlock!(block);

    /// <summary>Gets the state in which this thread runs; null for a thread without a session.</summary>
    internal static object? OfThisThread() => s_stateOfThread!();

    /// <summary>Gets the current scope of a state.</summary>
    internal static object? Current(object state) => s_current!(state);

    /// <summary>Gets the outermost scope of a module, or the global one for the state of a session.</summary>
    internal static object? Module(object state) => s_module!(state);

    /// <summary>Gets the global scope of the session.</summary>
    internal static object? Global(object state) => s_global!(state);

    /// <summary>Gets the parent of a scope; null for the global one.</summary>
    internal static object? Parent(object scope) => s_parent!(scope);

    /// <summary>Gets the strict mode that is set in a scope; null if it is that of the parent.</summary>
    internal static Version? StrictMode(object scope) => s_strictMode!(scope);

    /// <summary>Sets the strict mode of a scope.</summary>
    internal static void SetStrictMode(object scope, Version? version) => s_setStrictMode!(scope, version);

    /// <summary>Gets a variable of the scope itself, or null.</summary>
    internal static PSVariable? Variable(object scope, string name) => s_variable!(scope, name);

    private static Type? EngineType(string name) => typeof(ScriptBlock).Assembly.GetType($"System.Management.Automation.{name}");

    private static Func<TTarget, T>? Getter<TTarget, T>(Type? type, string name)
    {
        if (type?.GetProperty(name, Any) is not { } property)
        {
            return null;
        }

        ParameterExpression target = Expression.Parameter(typeof(TTarget));
        return Expression
            .Lambda<Func<TTarget, T>>(Expression.Property(Expression.Convert(target, type), property), target)
            .Compile();
    }

    private static Action<object, T>? Setter<T>(Type? type, string name)
    {
        if (type?.GetProperty(name, Any) is not { } property)
        {
            return null;
        }

        ParameterExpression target = Expression.Parameter(typeof(object));
        ParameterExpression value = Expression.Parameter(typeof(T));
        return Expression
            .Lambda<Action<object, T>>(
                Expression.Assign(Expression.Property(Expression.Convert(target, type), property), value), target, value)
            .Compile();
    }

    // The engine's own method makes the table of a scope that has none, and copies into it all variables that are in every scope.
    // Most emitters have none: the variables of a compiled function are elsewhere.
    private static Func<object, string, PSVariable?>? VariableReader()
    {
        Type[] parameters = [typeof(string), typeof(bool), typeof(PSVariable).MakeByRefType()];
        if (s_scope?.GetMethod("TryGetLocalVariableFromTuple", Any, null, parameters, null) is not { } local
            || s_scope.GetField("_variables", Any) is not { } table
            || table.FieldType != typeof(Dictionary<string, PSVariable>))
        {
            return null;
        }

        ParameterExpression scope = Expression.Parameter(typeof(object));
        ParameterExpression name = Expression.Parameter(typeof(string));
        ParameterExpression known = Expression.Variable(s_scope);
        ParameterExpression variable = Expression.Variable(typeof(PSVariable));
        ConstantExpression none = Expression.Constant(null, typeof(PSVariable));
        Expression variables = Expression.Field(known, table);
        MethodInfo find = table.FieldType.GetMethod(nameof(Dictionary<string, PSVariable>.TryGetValue))!;
        return Expression
            .Lambda<Func<object, string, PSVariable?>>(
                Expression.Block(
                    [known, variable],
                    Expression.Assign(known, Expression.Convert(scope, s_scope)),
                    Expression.Condition(
                        Expression.OrElse(
                            Expression.Call(known, local, name, Expression.Constant(false), variable),
                            Expression.AndAlso(
                                Expression.ReferenceNotEqual(variables, Expression.Constant(null)),
                                Expression.Call(variables, find, name, variable))),
                        variable,
                        none)),
                scope,
                name)
            .Compile();
    }

    private static Func<object, string, PSVariable?>? VariableGetter()
    {
        if (s_scope?.GetMethod("GetVariable", Any, null, [typeof(string), typeof(CommandOrigin)], null) is not { } method)
        {
            return null;
        }

        ParameterExpression scope = Expression.Parameter(typeof(object));
        ParameterExpression name = Expression.Parameter(typeof(string));
        return Expression
            .Lambda<Func<object, string, PSVariable?>>(
                Expression.Call(
                    Expression.Convert(scope, s_scope), method, name, Expression.Constant(CommandOrigin.Internal)),
                scope,
                name)
            .Compile();
    }

    private static Func<object?>? StateOfThread()
    {
        MethodInfo? ofThread = typeof(ScriptBlock).Assembly.GetType("System.Management.Automation.Runspaces.LocalPipeline")
            ?.GetMethod("GetExecutionContextFromTLS", Any, null, Type.EmptyTypes, null);
        if (ofThread?.ReturnType.GetProperty("EngineSessionState", Any) is not { } property)
        {
            return null;
        }

        ParameterExpression context = Expression.Variable(ofThread.ReturnType);
        return Expression
            .Lambda<Func<object?>>(Expression.Block(
                [context],
                Expression.Assign(context, Expression.Call(ofThread)),
                Expression.Condition(
                    Expression.ReferenceEqual(context, Expression.Constant(null, context.Type)),
                    Expression.Constant(null, typeof(object)),
                    Expression.Convert(Expression.Property(context, property), typeof(object)))))
            .Compile();
    }
}
