using System.Dynamic;
using System.Linq.Expressions;
using System.Reflection;

namespace Telemetry.Commands;

/// <summary>Binds the members of <see cref="ScriptFields"/> to its entries. The engine also looks up a key first, but
/// returns a member of the class if there is no such key.</summary>
internal sealed class ScriptFieldsMembers(Expression expression, ScriptFields value)
    : DynamicMetaObject(expression, BindingRestrictions.Empty, value)
{
    private static readonly PropertyInfo s_item =
        typeof(ScriptFields).GetProperty("Item", typeof(object), [typeof(object)])!;

    // The members that the engine adds to every object and resolves itself.
    private static readonly HashSet<string> s_ofTheEngine = new(StringComparer.OrdinalIgnoreCase)
    {
        "psobject", "psbase", "psadapted", "psextended", "pstypenames",
    };

    /// <inheritdoc/>
    public override DynamicMetaObject BindGetMember(GetMemberBinder binder) => s_ofTheEngine.Contains(binder.Name)
        ? base.BindGetMember(binder)
        : new DynamicMetaObject(Entry(binder.Name), Restrictions());

    /// <inheritdoc/>
    public override DynamicMetaObject BindSetMember(SetMemberBinder binder, DynamicMetaObject value) =>
        s_ofTheEngine.Contains(binder.Name)
            ? base.BindSetMember(binder, value)
            : new DynamicMetaObject(
                Expression.Assign(Entry(binder.Name), Expression.Convert(value.Expression, typeof(object))),
                Restrictions().Merge(value.Restrictions));

    private IndexExpression Entry(string key) => Expression.Property(
        Expression.Convert(Expression, typeof(ScriptFields)), s_item, Expression.Constant(key, typeof(object)));

    private new BindingRestrictions Restrictions() => BindingRestrictions.GetTypeRestriction(Expression, typeof(ScriptFields));
}
