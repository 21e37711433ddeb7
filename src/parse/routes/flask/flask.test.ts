import { expect, test } from 'vitest'
import { routesIn } from '../testing.ts'

test('blueprints, view functions, RESTful resources and restx namespaces', async () => {
  const routes = await routesIn({
    'app.py': `from flask import Flask
from .users import bp
app = Flask(__name__)
app.register_blueprint(bp, url_prefix='/users')
@app.route('/x', methods=['POST'])
def x(): pass
`,
    'users.py': `bp = Blueprint('users', __name__)
@bp.get('/<int:id>')
def show(id): pass
bp.add_url_rule('/all', view_func=All.as_view('all'))
`,
    'api.py': `from flask_restx import Api
app = Flask(__name__)
bp = Blueprint('api', __name__, url_prefix='/api')
app.register_blueprint(bp)
api = Api(bp)
cats = Namespace('cats')
api.add_namespace(cats)
class Pets(Resource):
    def get(self): pass
    def post(self): pass
api.add_resource(Pets, '/pets', '/pets/<string:id>')
@cats.route('/<id>')
class Cat(Resource):
    def delete(self): pass
`,
  })
  expect(routes).toEqual([
    'ANY /users/all All users.py:4',
    'DELETE /api/cats/{id} Cat api.py:12',
    'GET /api/pets Pets api.py:11',
    'GET /api/pets/{id} Pets api.py:11',
    'GET /users/{id} show users.py:2',
    'POST /api/pets Pets api.py:11',
    'POST /api/pets/{id} Pets api.py:11',
    'POST /x x app.py:5',
  ])
})
